"""Reports for Excel and Word: a workbook to filter, and the appendix of a self-study.

What a report, a map or a crosswalk says is first put into one :class:`~.view.View`, by
``report_view``, ``map_view`` and ``crosswalk_view``; ``workbook`` (xlsxwriter, the extra
``office``) and ``self_study`` (python-docx) lay it out. Both give the same bytes for the same view:
no date of today is in them. Courses stand in the order of the programme and are never sorted.
"""
