import Foundation
import Testing

/// What `export` writes as a page.
@MainActor
@Suite struct PageTests {
    private let sample: ExportSample

    init() throws {
        sample = try ExportSample()
    }

    @Test func aPageIsWholeAndHarmless() async throws {
        try await sample.make()
        let page = try await sample.export("a.html")
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(page.contains("<title>A lion</title>"))
        #expect(
            page.contains("<p class=\"prose\" dir=\"auto\">Two of &lt;b&gt;each&lt;/b&gt;.</p>"))
        let tags = Set(page.matches(of: #/<([a-z0-9]+)/#).map { String($0.1) })
        #expect(tags.isDisjoint(with: ["script", "link", "iframe", "object", "form", "b"]))
        #expect(!page.contains("\u{202E}"))
        // Nothing is fetched: pictures are within, links lead to this page.
        for address in page.matches(of: #/\b(src|href)="([^"]{0,30})/#) {
            #expect(["data:image/png;base64,", "#cell-"].contains { address.2.hasPrefix($0) })
        }
        #expect(!page.contains("url(") && !page.contains("@import"))
        #expect(page.matches(of: #/ on[a-z]+=/#).isEmpty)
        let alts = page.matches(of: #/<img alt="([^"]*)" width="16" height="16"/#)
            .map { String($0.1) }
        #expect(
            alts == [
                "a lion", "a lion",
                "&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt; ``` [U+202E] &amp; &#39;it&#39; [x](y) *z*",
                "partly",
            ])
        Self.checkNesting(page)
    }

    /// Every element that begins ends, in the right order.
    private static func checkNesting(_ page: String) {
        let empty: Set = ["meta", "img", "br"]
        var open: [String] = []
        for tag in page.matches(of: #/<(\/?)([a-z0-9]+)[^>]*>/#) {
            let name = String(tag.2)
            if tag.1.isEmpty {
                if !empty.contains(name) { open.append(name) }
            } else {
                #expect(open.popLast() == name)
            }
        }
        #expect(open.isEmpty)
    }

    @Test func aPageTellsEverything() async throws {
        try await sample.make()
        let page = try await sample.export("a.html")
        #expect(page.contains("<section class=\"cell\" id=\"cell-1\">"))
        #expect(page.contains("<section class=\"cell failed\" id=\"cell-5\">"))
        #expect(
            page.contains(
                "<pre><code><span class=\"command\">gen</span> <span class=\"string\">&quot;a lion&quot;</span> "
                    + "<span class=\"key\">n=</span>2 <span class=\"comment\"># as it is</span></code></pre>"
            ))
        #expect(page.contains("<strong>error</strong>: `steps` must be"))
        #expect(page.contains("<strong>interrupted</strong></p>"))
        #expect(page.contains("<th scope=\"row\">seed</th><td dir=\"auto\">8</td>"))
        #expect(
            page.contains("<th scope=\"row\">weights</th><td dir=\"auto\">sha256:0f0f0f"))
        #expect(page.components(separatedBy: "<details>").count == 5)
    }
}
