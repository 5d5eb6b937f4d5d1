/// How an exported page looks: in light and dark, on wide and narrow windows, on paper.
enum PageStyle {
    /// The style sheet.
    static let sheet = """
        :root {
          color-scheme: light dark;
          --paper: #fbfaf8; --card: #ffffff; --code: #f3f1ec; --rule: #e2ded5;
          --ink: #23211d; --soft: #6b665c; --accent: #9a3f12;
          --command: #8a3b12; --string: #2f6d3a; --key: #2b5a8c; --reference: #7a3f8f;
          --wrong: #b3261e; --wrong-back: #fdf0ee;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #191816; --card: #211f1c; --code: #262420; --rule: #3a3731;
            --ink: #eae6de; --soft: #a39d91; --accent: #f0a070;
            --command: #f0a070; --string: #9ccf9f; --key: #8fbdea; --reference: #d3a6e3;
            --wrong: #ff9a8f; --wrong-back: #33201d;
          }
        }
        * { box-sizing: border-box; }
        html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
        body {
          margin: 0; padding: 3rem 1.25rem 2rem;
          font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif;
        }
        main, footer { max-width: 54rem; margin: 0 auto; }
        header { margin: 0 0 2.5rem; padding-bottom: 1.25rem; border-bottom: 1px solid var(--rule); }
        h1 { margin: 0; font-size: 2rem; line-height: 1.25; font-weight: 650; overflow-wrap: anywhere; }
        header p, footer { margin: .35rem 0 0; color: var(--soft); font-size: .9375rem; }
        .prose { margin: 2rem 0 1rem; white-space: pre-line; overflow-wrap: anywhere; }
        .cell { margin: 1.5rem 0; }
        .line { display: flex; align-items: baseline; gap: .75rem; }
        .line pre {
          flex: 1; min-width: 0; margin: 0; padding: .6rem .9rem;
          background: var(--code); border-radius: .5rem;
        }
        .number { flex: none; min-width: 3.25rem; text-align: right; color: var(--soft); text-decoration: none; }
        .number:hover, .number:focus-visible { color: var(--accent); }
        pre, code, .number, td {
          font-family: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
          font-size: .875rem; line-height: 1.55;
        }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
        .line span { unicode-bidi: isolate; }
        .command { color: var(--command); font-weight: 600; }
        .string { color: var(--string); }
        .key { color: var(--key); }
        .reference { color: var(--reference); }
        .comment { color: var(--soft); font-style: italic; }
        .result, .failure, .pictures { margin: .6rem 0 0 4rem; }
        .result { color: var(--soft); }
        .failure {
          padding: .5rem .9rem; border-radius: .5rem; overflow-wrap: anywhere;
          color: var(--wrong); background: var(--wrong-back); font-size: .9375rem;
        }
        .pictures { display: flex; flex-wrap: wrap; gap: 1.25rem; align-items: flex-start; }
        /* The picture decides how wide its figure is; the words below it take no more than that. */
        figure {
          width: calc(max(var(--width), 16rem) + 1.5rem + 2px); max-width: 100%;
          margin: .4rem 0 0; padding: .75rem; background: var(--card);
          border: 1px solid var(--rule); border-radius: .75rem;
        }
        img { display: block; max-width: 100%; height: auto; border-radius: .375rem; }
        .absent {
          margin: 0; padding: 2rem 1rem; text-align: center; color: var(--soft);
          border: 1px dashed var(--rule); border-radius: .375rem;
        }
        figcaption { margin-top: .6rem; }
        .prompt, .facts { display: block; overflow-wrap: anywhere; }
        .prompt { line-height: 1.4; }
        .facts { margin-top: .2rem; color: var(--soft); font-size: .8125rem; font-variant-numeric: tabular-nums; }
        details { margin-top: .5rem; font-size: .875rem; }
        summary { cursor: pointer; color: var(--accent); }
        table { width: 100%; margin-top: .5rem; border-collapse: collapse; table-layout: fixed; }
        th, td { padding: .3rem 0; vertical-align: top; border-top: 1px solid var(--rule); text-align: start; }
        th { width: 6.5rem; padding-right: .75rem; color: var(--soft); font-weight: 400; }
        td { font-size: .8125rem; overflow-wrap: anywhere; white-space: pre-wrap; }
        footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
        @media (max-width: 40rem) {
          body { padding-top: 1.5rem; }
          .line { display: block; }
          .number { display: block; text-align: left; }
          .result, .failure, .pictures { margin-left: 0; }
        }
        @media print {
          :root {
            color-scheme: light;
            --paper: #fff; --card: #fff; --code: #f5f4f1; --rule: #ccc; --ink: #000; --soft: #555;
            --accent: #000; --command: #7a3410; --string: #245a2e; --key: #204a75; --reference: #66337a;
            --wrong: #a01f17; --wrong-back: #fff;
          }
          body { padding: 0; font-size: 10.5pt; }
          .line, figure, .failure { break-inside: avoid; }
          .line { break-after: avoid; }
          h1, .prose { break-after: avoid; }
          details:not([open]), summary { display: none; }
        }
        """
}
