"""Shows a report: to the student, to the instructor, to a terminal, to a program. Decides nothing.

What the commands use (each is imported where it is needed, so that `grade --help` stays light):

    from grader.report.page import render            render(report, "student" | "instructor") -> one HTML file as text
    from grader.report.files import write_pages      write_pages(folder, report) -> the student's page as a Path
    from grader.report.terminal import render        render(report, verbose=…, width=…, colour=…, audience=…) -> text
    from grader.report.class_page import render_class render_class(summary) -> the class page as text
    from grader.report.class_text import render_class render_class(summary, page, width=…, colour=…) -> text
    from grader.report.machine import as_json, dumps as_json(report, audience) -> plain values; dumps(them) -> text

A class's summary is made by `grader.batch.summary`, with names or with pseudonyms; its page is the instructor's.

Every report shows what `audience.seen_by` leaves: there, and nowhere else, is what a student may see decided.
"""
