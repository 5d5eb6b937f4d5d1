import Diagnostics
import Shell
import TestSupport
import Testing

@MainActor
@Suite struct ErrorTests {
    /// A line, and the whole report of its error.
    nonisolated static let reports: [(String, String)] = [
        (
            "gen \"a red fox\" step=20",
            """
            error: `gen` has no option `step`
                   gen "a red fox" step=20
                                   ^^^^
            hint:  did you mean `steps`?

            """
        ),
        (
            // A character of two columns is marked, and passed over, by two.
            "gen 日本語 seed=日本",
            """
            error: `seed` must be a whole number from 0 to 9223372036854775807, or `random`, not `日本`
                   gen 日本語 seed=日本
                                   ^^^^

            """
        ),
        (
            "gen \"\"",
            """
            error: the prompt `""` is empty
                   gen ""
                       ^^
            hint:  say what the picture should show: `gen "a lion having coffee"`

            """
        ),
        (
            "\" \" steps=4",
            """
            error: the prompt `""` is empty
                   " " steps=4
                   ^^^
            hint:  say what the picture should show: `gen "a lion having coffee"`

            """
        ),
        (
            "source /dev/zero",
            """
            error: cannot read `/dev/zero`: it has more than 256 MiB
                   source /dev/zero
                          ^^^^^^^^^

            """
        ),
        (
            "set steps 0",
            """
            error: `steps` must be a whole number from 1 to 1000, not `0`
                   set steps 0
                             ^

            """
        ),
        (
            "set seed -1",
            """
            error: `seed` must be a whole number from 0 to 9223372036854775807, or `random`, not `-1`
                   set seed -1
                            ^^

            """
        ),
        (
            "set guidance nan",
            """
            error: `guidance` must be a number from 0 to 100, not `nan`
                   set guidance nan
                                ^^^

            """
        ),
        (
            "set size 7x9",
            """
            error: `size` must be WIDTHxHEIGHT, each a multiple of 8 from 8 to 8192, not `7x9`
                   set size 7x9
                            ^^^
            hint:  the nearest sizes are `8x8` and `8x16`

            """
        ),
        (
            "set size=big",
            """
            error: `size` must be WIDTHxHEIGHT, each a multiple of 8 from 8 to 8192, not `big`
                   set size=big
                            ^^^
            hint:  a size is written `512x512`

            """
        ),
        (
            "load wide; set size 96x64",
            """
            error: `wide` makes pictures whose sides are multiples of 64, not `96x64`
                   load wide; set size 96x64
                                       ^^^^^
            hint:  the nearest sizes are `64x64` and `128x64`

            """
        ),
        (
            "load sketch; gen a scheduler=eular",
            """
            error: `sketch` has no scheduler `eular`
                   load sketch; gen a scheduler=eular
                                                ^^^^^
            hint:  did you mean `euler`?

            """
        ),
        (
            "load sketch; set scheduler dpm++",
            """
            error: `sketch` has no scheduler `dpm++`
                   load sketch; set scheduler dpm++
                                              ^^^^^
            hint:  it has `ddim`, `euler`, `pndm`

            """
        ),
        (
            "load sketch; gen a aspect=21:9",
            """
            error: `sketch` has no size for the shape `21:9`
                   load sketch; gen a aspect=21:9
                                             ^^^^
            hint:  it has sizes for `1:1`, `3:2`; `set size` takes any other

            """
        ),
        (
            "set aspect 3x2",
            """
            error: `aspect` must be a shape, width to height, such as `16:9`, not `3x2`
                   set aspect 3x2
                              ^^^

            """
        ),
        (
            "load sketch offload=block",
            """
            error: `offload` must be `none`, `model`, `blocks` or `disk`, not `block`
                   load sketch offload=block
                                       ^^^^^
            hint:  did you mean `blocks`?

            """
        ),
        (
            "set magic fr",
            """
            error: `magic` must be `off`, `en` or `zh`, not `fr`
                   set magic fr
                             ^^

            """
        ),
        (
            "set preview 0",
            """
            error: `preview` must be a whole number of steps from 1 to 1000, or `off`, not `0`
                   set preview 0
                               ^

            """
        ),
        (
            "set true_cfg 101",
            """
            error: `true_cfg` must be a number from 0 to 100, not `101`
                   set true_cfg 101
                                ^^^

            """
        ),
        (
            "set",
            """
            error: `set` needs KEY VALUE
                   set
                   ^^^
            hint:  the form is `set [KEY] [VALUE] [key=value…]`

            """
        ),
        (
            "set steps",
            """
            error: `set steps` needs NUMBER
                   set steps
                       ^^^^^
            hint:  the form is `set steps NUMBER`

            """
        ),
        (
            "set negative blurry, dark",
            """
            error: `set` does not know what to do with `dark`
                   set negative blurry, dark
                                        ^^^^
            hint:  put the text in quotation marks: `set negative "blurry, dark"`

            """
        ),
        (
            "set stpes 4",
            """
            error: there is no setting `stpes`
                   set stpes 4
                       ^^^^^
            hint:  did you mean `steps`?

            """
        ),
        (
            "unset",
            """
            error: `unset` needs KEY
                   unset
                   ^^^^^
            hint:  the form is `unset [KEY…]`

            """
        ),
        (
            "show colour",
            """
            error: there is no setting `colour`
                   show colour
                        ^^^^^^
            hint:  `show` lists the settings

            """
        ),
        (
            "load sketch fp64",
            """
            error: `PRECISION` must be `fp32`, `bf16` or `fp16`, not `fp64`
                   load sketch fp64
                               ^^^^

            """
        ),
        (
            "help gne",
            """
            error: there is no command, setting or topic `gne`
                   help gne
                        ^^^
            hint:  did you mean `gen`?

            """
        ),
        (
            "display",
            """
            error: there is no picture yet
            hint:  make one first: `gen "a lion having coffee"`

            """
        ),
        (
            "save $last x.png",
            """
            error: `$last` names no picture, since none has been made yet
                   save $last x.png
                        ^^^^^
            hint:  make one first: `gen "a lion having coffee"`

            """
        ),
        (
            "gen a\nsave $2 x.png",
            """
            error: `$2` names no picture: there is 1 so far
                   save $2 x.png
                        ^^
            hint:  it is `$1`

            """
        ),
        (
            "gen a\nset seed $1",
            """
            error: `$1` is a picture, where a value is wanted
                   set seed $1
                            ^^
            hint:  name a fact of it, such as `$1.seed`

            """
        ),
        (
            "gen a\ngen b seed=$last.sead",
            """
            error: a picture has no fact `sead`
                   gen b seed=$last.sead
                              ^^^^^^^^^^
            hint:  did you mean `seed`?

            """
        ),
        (
            "gen a\nsave $1 no/where/x.png",
            """
            error: cannot write `no/where/x.png`: there is no folder `no/where`
                   save $1 no/where/x.png
                           ^^^^^^^^^^^^^^
            hint:  make the folder first (`mkdir -p no/where`), or name another one

            """
        ),
        (
            "gen a\nsave $1 x.jpg",
            """
            error: cannot write `x.jpg`: pictures are written as PNG files
                   save $1 x.jpg
                           ^^^^^
            hint:  end the name in `.png`

            """
        ),
        (
            "gen a\nexport x.pdf",
            """
            error: cannot export to `x.pdf`: a session becomes a file in `.ipynb`, `.html` or `.md`
                   export x.pdf
                          ^^^^^
            hint:  end the name in one of the three

            """
        ),
        (
            "gen a\nexport no/.md",
            """
            error: cannot export to `no/.md`: a session becomes a file in `.ipynb`, `.html` or `.md`
                   export no/.md
                          ^^^^^^
            hint:  end the name in one of the three

            """
        ),
        (
            "export x.html",
            """
            error: there is nothing to export yet
            hint:  make a picture first: `gen "a lion having coffee"`

            """
        ),
        (
            "gen a\nexport no/where/x.html",
            """
            error: cannot write `no/where/x.html`: there is no folder `no/where`
                   export no/where/x.html
                          ^^^^^^^^^^^^^^^
            hint:  make the folder first: `!mkdir -p no/where`

            """
        ),
        (
            "history a b",
            """
            error: `history` does not know what to do with `b`
                   history a b
                             ^
            hint:  put the text in quotation marks: `history "a b"`

            """
        ),
        (
            "version; !",
            """
            error: `!` needs COMMAND
                   version; !
                            ^
            hint:  the form is `!COMMAND`, such as `!ls`

            """
        ),
        (
            // Nothing says that a person typed this line.
            "version; !touch \"x; y\"",
            """
            error: `!touch "x; y"` was not run: a file must not start programs of the system
                   version; !touch "x; y"
                            ^^^^^^^^^^^^^
            hint:  type it at the prompt, if you know what it does

            """
        ),
        (
            "set name \"a/b\"",
            """
            error: `name` must be a file name without `/`, in which {prompt} {number} {seed} {size} {steps} {model} stand for facts, not `a/b`
                   set name "a/b"
                            ^^^^^

            """
        ),
        (
            "gen refused",
            """
            error: this prompt is refused

            """
        ),
        (
            // The last lines of a text that goes on and never ends: the mark is under the line it is in.
            "set steps 4 \\\n  negative=\"a",
            """
            error: this quotation mark has no partner
                     negative="a
                              ^
            hint:  end the text with the same mark

            """
        ),
        (
            "gen a \\",
            """
            error: the last line ends with `\\`, and nothing follows
                   gen a \\
                         ^
            hint:  delete the `\\`

            """
        ),
        (
            "session save",
            """
            error: this session has no name yet
            hint:  `session save NAME` gives it one

            """
        ),
        (
            "session load absent",
            """
            error: there is no session `absent`
                   session load absent
                                ^^^^^^
            hint:  `session list` lists the recorded ones

            """
        ),
        (
            "session list all",
            """
            error: `session` does not know what to do with `all`
                   session list all
                                ^^^
            hint:  the form is `session [ACTION] [NAME]`

            """
        ),
        (
            "show n; rerun 5",
            """
            error: there is no line 5 in this session
                   show n; rerun 5
                                 ^
            hint:  they are 1 to 1; `history` lists them

            """
        ),
        (
            "replay absent verify",
            """
            error: there is no session `absent`
                   replay absent verify
                          ^^^^^^
            hint:  `session list` lists the recorded ones

            """
        ),
        (
            "replay absent verfiy",
            """
            error: `MODE` must be `verify`, `trust`, `step` or `pay`, not `verfiy`
                   replay absent verfiy
                                 ^^^^^^
            hint:  did you mean `verify`?

            """
        ),
        (
            "gen hf_0123456789abcdefghijABCD",
            """
            error: this line holds what looks like a key (`…ABCD`): it was neither run nor kept
            hint:  keys belong into the environment, such as `OPENAI_API_KEY` and `HF_TOKEN`

            """
        ),
        (
            "gne\ta",
            """
            error: there is no command `gne`
                   gne a
                   ^^^
            hint:  did you mean `gen`?

            """
        ),
    ]

    @Test(arguments: reports) func report(line: String, expected: String) async {
        let transcript = Transcript()
        #expect(await transcript.run(line) == .failed)
        // What was said before the error does not matter here.
        let text = transcript.messages.text
        let start = text.firstRange(of: "error:")?.lowerBound ?? text.startIndex
        #expect(text[start...] == expected)
    }

    @Test func anErrorInASourcedFileIsAboutItsLine() async throws {
        let folder = try TemporaryFolder()
        try folder.write("source \(folder.path)/b.easel\n", to: "a.easel")
        try folder.write("\nfly\n", to: "b.easel")
        let transcript = Transcript()
        #expect(await transcript.run("source \(folder.path)/a.easel") == .failed)
        #expect(
            transcript.messages.text == """
                error: there is no command `fly`
                       fly
                       ^^^
                from:  \(folder.path)/b.easel, line 2
                hint:  `help` lists the commands

                """)
    }

    @Test func aFileThatSourcesItselfComesToAnEnd() async throws {
        let folder = try TemporaryFolder()
        try folder.write("source \(folder.path)/a.easel\n", to: "a.easel")
        let transcript = Transcript()
        #expect(await transcript.run("source \(folder.path)/a.easel") == .failed)
        #expect(transcript.messages.text.contains("runs files that run files without an end"))
    }

    @Test func anErrorInAFileNamesTheLine() async {
        let transcript = Transcript()
        #expect(
            await transcript.run("set steps 4\n\nset \\\n  steps 0", name: "lion.easel") == .failed)
        #expect(
            transcript.messages.text == """
                error: `steps` must be a whole number from 1 to 1000, not `0`
                         steps 0
                               ^
                from:  lion.easel, line 3

                """)
    }

    /// Arguments of the program that are wrong, and the sentence.
    nonisolated static let misuses: [([String], String)] = [
        (["--verison"], "`easel` has no option `--verison`"),
        (["-c"], "`-c` needs the lines to run"),
        (["a b", "c"], "`\"a b\" c` asks for more than one thing"),
        (["-c", "x", "y"], "`-c x y` asks for more than one thing"),
    ]

    @Test(arguments: misuses) func misuse(arguments: [String], message: String) {
        let error = #expect(throws: UsageError.self) { try CommandLineOptions(arguments) }
        #expect(error?.message == message)
        #expect(error?.hint != nil)
    }

    /// Arguments of the program, and what they ask for.
    nonisolated static let uses: [([String], CommandLineOptions.Mode)] = [
        ([], .input), (["-"], .input), (["lion.easel"], .file("lion.easel")),
        (["-c", "--help"], .lines("--help")), (["--version"], .version),
        (["x", "--help"], .help), (["--no-init"], .input), (["--", "-c"], .file("-c")),
    ]

    @Test(arguments: uses) func use(arguments: [String], mode: CommandLineOptions.Mode) throws {
        let options = try CommandLineOptions(arguments)
        #expect(options.mode == mode)
        #expect(options.runsInitialCommands == !arguments.contains("--no-init"))
    }
}
