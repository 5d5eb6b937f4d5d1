import CommandLanguage
import Diagnostics
import Testing

@Suite struct ArgumentsTests {
    @Test func wordsBecomeValuesWithTheirPlaces() throws {
        let arguments = try Sample.arguments("say \"good day\" size=3")
        let text = try arguments.value(Sample.text)
        #expect(text.value.text == "good day")
        #expect(text.span == 4..<14)
        #expect(try arguments.value(Sample.size)?.value.text == "3")
        #expect(try arguments.value(Sample.colour)?.value.text == nil)
    }

    @Test func aQuotedLineIsTheImpliedCommand() throws {
        let arguments = try Sample.arguments("\"good day\" size=3")
        #expect(arguments.manual.name == "say")
        #expect(try arguments.value(Sample.text).value.text == "good day")
    }

    @Test func anOptionalArgumentLeavesAWordToTheNext() throws {
        let arguments = try Sample.arguments("turn on")
        #expect(try arguments.optional(Sample.digit)?.value.text == nil)
        #expect(try arguments.optional(Sample.loud)?.value.text == "on")
    }

    @Test func referencesBecomeTextUnlessTheyAreWanted() throws {
        #expect(try Sample.arguments("say $3.seed").value(Sample.text).value.text == "<$3.seed>")
        #expect(try Sample.arguments("say \"$3\"").value(Sample.text).value.text == "$3")
        let colour = try Sample.arguments("say x colour=$last.seed").value(Sample.colour)
        #expect(colour?.value.text == "<$last.seed>")
        let pictures = try Sample.arguments("show $1 $last").all(Sample.pictures)
        #expect(pictures.map(\.value.text) == ["$1", "$last"])
    }

    /// A line, its error's sentence, what is marked, and the hint.
    static let errors: [(String, String, String, String?)] = [
        ("sya x", "there is no command `sya`", "sya", "did you mean `say`?"),
        ("sa x", "there is no command `sa`", "sa", "did you mean `say`?"),
        ("fly x", "there is no command `fly`", "fly", "`help` lists the commands"),
        ("say", "`say` needs TEXT", "say", "the form is `say TEXT [size=DIGIT] [colour=TEXT]`"),
        (
            "say good day", "`say` does not know what to do with `day`", "day",
            "put the text in quotation marks: `say \"good day\"`"
        ),
        (
            "say \"good\" day", "`say` does not know what to do with `day`", "day",
            "the form is `say TEXT [size=DIGIT] [colour=TEXT]`"
        ),
        ("say x sise=3", "`say` has no option `sise`", "sise", "did you mean `size`?"),
        (
            "say x weight=3", "`say` has no option `weight`", "weight",
            "`help say` lists its options"
        ),
        (
            "turn a=b", "`turn` has no option `a`", "a",
            "put the word in quotation marks if `a=` belongs to a name"
        ),
        ("say x size=3 size=4", "`say` has two values for `size`", "size", "leave one of them out"),
        ("say x size=33", "`size` must be a digit, not `33`", "33", nil),
        ("say x size=ten", "`size` must be a digit, not `ten`", "ten", "did you mean `1`?"),
        ("turn up", "`DIGIT` must be a digit, not `up`", "up", nil),
        ("turn 1 up", "`SWITCH` must be `on` or `off`, not `up`", "up", nil),
        ("show x", "`PICTURE` must be a picture, not `x`", "x", nil),
        (
            "say $x", "`$x` names no picture", "$x",
            "`$3` is picture 3, `$last` the latest, `$-2` the one before, `$3.seed` a fact; "
                + "in quotation marks a `$` is a plain character"
        ),
    ]

    @Test(arguments: errors)
    func error(line: String, message: String, marked: String, hint: String?) throws {
        let error = try #require(throws: LocatedError.self) {
            let arguments = try Sample.arguments(line)
            switch arguments.manual.name {
            case "say":
                _ = try arguments.value(Sample.text)
                _ = try arguments.value(Sample.size)
            case "turn":
                _ = try arguments.optional(Sample.digit)
                _ = try arguments.optional(Sample.loud)
            default: _ = try arguments.all(Sample.pictures)
            }
        }
        #expect(error.error.message == message)
        #expect(error.error.hint == hint)
        #expect(
            String(scalars: Array(line.unicodeScalars)[error.span]) == marked || marked == "size")
        if marked == "size" { #expect(error.span == 13..<17) }
    }

    @Test func manualPageIsMadeFromTheDeclaration() {
        #expect(
            Sample.say.page == """
                say: says something

                    say TEXT [size=DIGIT] [colour=TEXT]

                    TEXT  what to say

                    size=DIGIT   how large
                    colour=TEXT  in which colour

                    say hello  says hello
                """)
        #expect(Sample.turn.usage == "turn [DIGIT] [SWITCH]")
        #expect(Sample.show.usage == "show [PICTURE…] [size=DIGIT]")
    }
}
