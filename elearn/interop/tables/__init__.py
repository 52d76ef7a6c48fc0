"""Tables as files to take away: CSV, XLSX and PDF.

CSV and XLSX are given piece by piece while the rows come, so that memory does not grow with them.
"""
