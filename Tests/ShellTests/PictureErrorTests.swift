import Shell
import Testing

/// What commands about several pictures refuse, and how.
@MainActor
@Suite struct PictureErrorTests {
    nonisolated private static let sweepHint =
        "values stand with commas between them, `steps=4,8,16`, or as a range, `seed=1..4`"
    nonisolated private static let tooManyHint =
        "leave values out, or make a range's steps larger: `steps=4..40+12`"
    nonisolated private static let firstHint = "make one first: `gen \"a lion having coffee\"`"

    /// A line, its error's sentence, what is marked, and the hint.
    nonisolated static let errors: [(String, String, String, String?)] = [
        ("again", "there is no picture yet", "", firstHint),
        ("grid", "there is no picture yet", "", firstHint),
        ("info", "there is no picture yet", "", firstHint),
        ("open", "there is no picture yet", "", firstHint),
        (
            "again \"a lion\"", "cannot read `a lion`: there is no such file", "\"a lion\"",
            "a picture is `$3` or a PNG file; a prompt is `prompt=\"…\"`"
        ),
        ("again x.png", "cannot read `x.png`: there is no such file", "x.png", nil),
        ("info 3", "cannot read `3`: there is no such file", "3", "did you mean `$3`?"),
        (
            "gen a; again /dev/null",
            "cannot read `/dev/null`: not a PNG file: 0 bytes without PNG's signature", "/dev/null",
            nil
        ),
        (
            "gen a; again prompt=\" \"", "the prompt `\"\"` is empty", "\" \"",
            "say what the picture should show: `gen \"a lion having coffee\"`"
        ),
        (
            "gen a; again $1 steps=0", "`steps` must be a whole number from 1 to 1000, not `0`",
            "0",
            nil
        ),
        (
            "gen a; again stpes=3", "`again` has no option `stpes`", "stpes",
            "did you mean `steps`?"
        ),
        (
            "load wide; gen a size=64x64; again size=96x64",
            "`wide` makes pictures whose sides are multiples of 64, not `96x64`", "96x64",
            "the nearest sizes are `64x64` and `128x64`"
        ),
        (
            "gen a; again $4", "`$4` names no picture: there is 1 so far", "$4", "it is `$1`"
        ),
        (
            "gen a; display $1..$3", "`$3` names no picture: there is 1 so far", "$1..$3",
            "it is `$1`"
        ),
        (
            "gen a; display $-2", "`$-2` names no picture: there is 1 so far", "$-2", "it is `$1`"
        ),
        (
            "gen a; display 1",
            "`IMAGES` must be pictures, such as `$3`, `$last` or `$2..$5`, not `1`", "1",
            "did you mean `$1`?"
        ),
        (
            "gen a; display x",
            "`IMAGES` must be pictures, such as `$3`, `$last` or `$2..$5`, not `x`",
            "x", nil
        ),
        (
            "gen a; grid 1",
            "`FILE.png` must be a PNG file, such as `sheet.png`, or a folder, such as `sheets/`, not `1`",
            "1", "did you mean `$1`?"
        ),
        (
            "gen a; grid $1 sheet",
            "`FILE.png` must be a PNG file, such as `sheet.png`, or a folder, such as `sheets/`, not `sheet`",
            "sheet", "did you mean `sheet.png`?"
        ),
        (
            "gen a; grid $1 no/where/x.png",
            "cannot write `no/where/x.png`: there is no folder `no/where`", "no/where/x.png",
            "make the folder first (`mkdir -p no/where`), or name another one"
        ),
        (
            "gen a; grid columns=0", "`columns` must be a whole number from 1 to 100, not `0`", "0",
            nil
        ),
        (
            "gen a; diff $1", "`diff` needs SECOND", "$1",
            "the form is `diff FIRST SECOND [FILE.png]`"
        ),
        (
            "gen a; diff $1 $x",
            "`SECOND` must be a picture, such as `$3` or `$last`, or a PNG file, not `$x`", "$x",
            nil
        ),
        (
            "gen a n=2; save $1..$2 x.png", "2 pictures cannot be written to the one file `x.png`",
            "x.png", "name a folder, or put them on one sheet: `grid $1..$2 x.png`"
        ),
        (
            "gen a steps=4,8", "`steps` must be a whole number from 1 to 1000, not `4,8`", "4,8",
            "`sweep` takes several values"
        ),
        (
            "gen a; again guidance=1..9+2",
            "`guidance` must be a number from 0 to 100, not `1..9+2`",
            "1..9+2", "`sweep` takes several values"
        ),
        (
            "set steps 4,x", "`steps` must be a whole number from 1 to 1000, not `4,x`", "4,x", nil
        ),
        (
            "sweep size=16x16,24x16 aspect=1:1 \"a\"",
            "`size` and `aspect` both say how large a picture is", "", "leave one of them out"
        ),
        ("sweep \"a\"", "`sweep` needs a setting with several values", "", sweepHint),
        ("sweep \"a\" steps=4", "`sweep` needs a setting with several values", "", sweepHint),
        (
            "sweep steps=4,8", "`sweep` needs PROMPT", "steps=4,8",
            "the form is `sweep [PROMPT] [key=value,…]`"
        ),
        (
            "sweep \"\" steps=4,8", "the prompt `\"\"` is empty", "\"\"",
            "say what the picture should show: `gen \"a lion having coffee\"`"
        ),
        (
            "sweep prompt=a,\"\" steps=4", "the prompt `\"\"` is empty", "\"\"",
            "say what the picture should show: `gen \"a lion having coffee\"`"
        ),
        (
            "sweep steps=1,2 \"a\" prompt=b,c", "the prompt stands here twice", "b",
            "leave one out, or give both as `prompt=\"…\",\"…\"`"
        ),
        (
            "sweep steps=1..9+0 \"a\"", "`1..9+0` is no range of numbers", "1..9+0",
            "ranges are written `1..4`, or `1..10+3` in steps of 3"
        ),
        (
            "sweep steps=2,1..x \"a\"", "`1..x` is no range of numbers", "1..x",
            "ranges are written `1..4`, or `1..10+3` in steps of 3"
        ),
        (
            "sweep steps=2,0 \"a\"", "`steps` must be a whole number from 1 to 1000, not `0`", "0",
            nil
        ),
        (
            "sweep steps=2..0 \"a\"", "`steps` must be a whole number from 1 to 1000, not `0`",
            "2..0", nil
        ),
        (
            "sweep guidance=3,\"7;5\" \"a\"",
            "`guidance` must be a number from 0 to 100, not `7;5`",
            "\"7;5\"", nil
        ),
        (
            "sweep seed=4,random \"a\"", "`random` cannot be one of several seeds", "random",
            "name the seeds: `seed=1..4`"
        ),
        (
            "sweep steps=1..9 seed=1..9 \"a\"",
            "this asks for 81 pictures, and a sweep makes at most 64", "", tooManyHint
        ),
        (
            "sweep seed=0..9223372036854775807 \"a\"",
            "this asks for 9223372036854775807 pictures, and a sweep makes at most 64", "",
            tooManyHint
        ),
        (
            "sweep seed=0..9223372036854775807 steps=1..9 \"a\"",
            "this asks for more pictures than can be counted, and a sweep makes at most 64", "",
            tooManyHint
        ),
        (
            "load deaf; sweep negative=a,b \"a\"",
            "`deaf` ignores `negative`: it would make the same picture for each value", "a", nil
        ),
        (
            "load sketch; sweep scheduler=ddim,eular \"a\"", "`sketch` has no scheduler `eular`",
            "eular",
            "did you mean `euler`?"
        ),
        (
            "gen a; sweep seed=1,$1 \"a\"", "`$1` is a picture, where a value is wanted", "$1",
            "name a fact of it, such as `$1.seed`"
        ),
    ]

    @Test(arguments: errors)
    func error(line: String, message: String, marked: String, hint: String?) async {
        let transcript = Transcript()
        #expect(await transcript.run(line) == .failed)
        let text = transcript.messages.text
        let report = text[(text.firstRange(of: "error:")?.lowerBound ?? text.startIndex)...]
        let lines = report.split(separator: "\n")
        #expect(lines.first == "error: \(message)")
        #expect(lines.last { $0.hasPrefix("hint:") } == hint.map { "hint:  \($0)" })
        let marks = lines.first { $0.contains("^") && !$0.contains("`") }
        #expect(marks?.count { $0 == "^" } ?? 0 == marked.count)
        if !marked.isEmpty, let marks, lines.count > 2 {
            let start = marks.prefix { $0 == " " }.count
            #expect(lines[1].dropFirst(start).prefix(marked.count) == marked)
        }
    }
}
