"""Mail domains of an institution, as typed."""

import pytest

from elearn.core.registration import BadDomain, domain_of, read_domains


def test_domains_are_read_however_they_are_separated():
    text = " @GranPol.example,border.example;\n border.example.  "
    assert read_domains(text) == ("border.example", "granpol.example")
    assert read_domains(" \n") == ()


@pytest.mark.parametrize("text", ["border", "a@b.example", "-x.example", "x..example", "x_y!.ex"])
def test_what_is_no_domain_is_named(text):
    with pytest.raises(BadDomain) as refused:
        read_domains(f"border.example {text}")
    assert refused.value.found == text


def test_fifty_domains_are_enough():
    read_domains(" ".join(f"d{n}.example" for n in range(50)))
    with pytest.raises(BadDomain):
        read_domains(" ".join(f"d{n}.example" for n in range(51)))


def test_a_domain_is_compared_whole():
    assert domain_of("ann@border.example") == "border.example"
    assert domain_of("ann@evil.border.example") != "border.example"
    assert domain_of("ann@notborder.example") != "border.example"
