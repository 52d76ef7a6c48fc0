// A click on a region of the picture chooses its letter; the boxes stay what is sent.
for (const picture of document.querySelectorAll("[data-hotspot]")) enhance(picture);

function enhance(picture) {
  const boxes = [...document.getElementsByName(picture.dataset.hotspot)];
  const regions = [...picture.querySelectorAll(".region")];

  const show = () => regions.forEach((region, at) => {
    region.classList.toggle("region-chosen", boxes[at].checked);
  });

  picture.classList.add("clickable");
  regions.forEach((region, at) => region.addEventListener("click", () => boxes[at].click()));
  for (const box of boxes) box.addEventListener("change", show);
  show();
}
