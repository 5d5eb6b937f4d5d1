import FoundationEssentials
import Generation
import Images

/// Writes a session as one page of HTML that needs nothing else: no script, no network, no other file.
struct PageExporter: SessionExporter {
    func write(
        _ session: ExportedSession, to file: AtomicFileWriter, _ pictures: StoredPictures
    ) throws {
        try file.append(Self.head(session))
        for part in session.parts {
            switch part {
            case .prose(let lines):
                let text = lines.map(HTMLText.escaped).joined(separator: "\n")
                try file.append("<p class=\"prose\" dir=\"auto\">\(text)</p>\n")
            case .cell(let cell): try write(cell, to: file, pictures)
            }
        }
        try file.append(
            "</main>\n<footer>Made with Easel \(Easel.version)</footer>\n</body>\n</html>\n")
    }

    private static func head(_ session: ExportedSession) -> String {
        let title = HTMLText.escaped(session.title)
        let lines = count(session.cells.count, "line")
        let images = count(session.pictures.count, "image")
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="generator" content="Easel \(Easel.version)">
            <title>\(title)</title>
            <style>
            \(PageStyle.sheet)
            </style>
            </head>
            <body>
            <main>
            <header>
            <h1 dir="auto">\(title)</h1>
            <p>An Easel session of \(lines) and \(images)</p>
            </header>

            """
    }

    private func write(
        _ cell: ExportedCell, to file: AtomicFileWriter, _ pictures: StoredPictures
    ) throws {
        let (id, kind) = ("cell-\(cell.number)", cell.hasFailed ? "cell failed" : "cell")
        try file.append(
            """
            <section class="\(kind)" id="\(id)">
            <div class="line"><a class="number" href="#\(id)">[\(cell.number)]\u{203A}</a>\
            <pre><code>\(HTMLText.tinted(cell.source))</code></pre></div>

            """)
        var isInGallery = false
        for output in cell.outputs {
            let isPicture = if case .picture = output { true } else { false }
            if isPicture != isInGallery {
                try file.append(isPicture ? "<div class=\"pictures\">\n" : "</div>\n")
                isInGallery = isPicture
            }
            try write(output, to: file, pictures)
        }
        try file.append((isInGallery ? "</div>\n" : "") + "</section>\n")
    }

    private func write(
        _ output: ExportedCell.Output, to file: AtomicFileWriter, _ pictures: StoredPictures
    ) throws {
        switch output {
        case .text(let text):
            try file.append("<pre class=\"result\">\(HTMLText.escaped(text))</pre>\n")
        case .failure(let kind, let message):
            let text = message.map { ": " + HTMLText.escaped($0) } ?? ""
            try file.append(
                "<p class=\"failure\" dir=\"auto\"><strong>\(kind)</strong>\(text)</p>\n")
        case .picture(let picture):
            let png = try pictures.png(picture)
            try file.append("<figure style=\"--width: \(picture.size.width)px\">\n")
            if let png {
                try file.append(Self.image(picture))
                try file.append(Data(png).base64EncodedString() + "\">\n")
            } else {
                try file.append("<p class=\"absent\">this picture is not there</p>\n")
            }
            try file.append(Self.caption(picture) + "</figure>\n")
        }
    }

    /// The tag of a picture up to its bytes.
    private static func image(_ picture: ExportedPicture) -> String {
        "<img alt=\"\(HTMLText.escaped(picture.prompt))\" width=\"\(picture.size.width)\" "
            + "height=\"\(picture.size.height)\" src=\"data:image/png;base64,"
    }

    private static func caption(_ picture: ExportedPicture) -> String {
        let rows = picture.facts.map { name, text in
            "<tr><th scope=\"row\">\(name)</th>"
                + "<td dir=\"auto\">\(HTMLText.escaped(text))</td></tr>"
        }
        return """
            <figcaption><span class="prompt" dir="auto">\(HTMLText.escaped(picture.prompt))</span>
            <span class="facts">\(HTMLText.escaped(picture.line))</span></figcaption>
            <details><summary>All that is known of it</summary>
            <table>
            \(rows.joined(separator: "\n"))
            </table>
            </details>

            """
    }
}
