import CommandLanguage
import Diagnostics
package import Generation

/// Every setting that there is.
package enum Settings {
    /// Where the noise comes from.
    package static let seed = Setting<Seed>(
        "seed", .picture, "where the noise comes from: the same seed gives the same picture",
        usual: "random")
    /// How many denoising steps are made.
    package static let steps = Setting<StepCount>(
        "steps", .picture, "how many denoising steps are made", usual: "the model's",
        ofModel: { StepCount(number: $0.steps) })
    /// How strongly the prompt is followed.
    package static let guidance = Setting<Guidance>(
        "guidance", .picture, "how strongly the prompt is followed; up to 1 turns it off",
        usual: "the model's", ofModel: { Guidance(scale: $0.guidance) })
    /// How strongly the prompt is followed by models for which `guidance` means something else.
    package static let trueCFG = Setting<Guidance>(
        "true_cfg", .picture,
        "how strongly the prompt is followed where a second pass without it is made for that",
        usual: "the model's")
    /// What a picture should not show.
    package static let negative = Setting<PromptText>(
        "negative", .picture, "what the picture should not show", usual: "none")
    /// Phrases that are added to the prompt.
    package static let magic = Setting<Magic>(
        "magic", .picture, "which of its makers' phrases for better pictures the model is given",
        usual: "off")
    /// A picture's size.
    package static let size = Setting<ImageSize>(
        "size", .picture, "the picture's size in pixels", usual: "the model's",
        ofModel: { $0.size },
        check: { size, engine in
            let multiple = engine.settings.sizeMultiple
            guard size.isMultiple(of: multiple) else {
                throw ShellError.sizeNotMultiple(
                    size, of: multiple, model: engine.identity.model)
            }
            guard engine.settings.sizes.allows(size) else {
                throw ShellError.sizeNotMade(
                    size, made: engine.settings.sizes.text, model: engine.identity.model)
            }
        })
    /// A picture's shape.
    package static let aspect = Setting<AspectName>(
        "aspect", .picture, "the picture's shape, for which the model has a size of its own",
        usual: "as `size` says",
        check: { name, engine in
            let known = engine.settings.aspects.map(\.name)
            guard known.contains(name.text) || !engine.settings.honoured.contains("aspect") else {
                throw ShellError.unknownAspect(
                    name.text, known: known, model: engine.identity.model)
            }
        })
    /// How the noise is taken away.
    package static let scheduler = Setting<SchedulerName>(
        "scheduler", .picture, "how the noise is taken away, step by step", usual: "the model's",
        ofModel: { SchedulerName(argument: $0.scheduler) },
        check: { name, engine in
            guard engine.settings.schedulers.contains(name.text) else {
                throw ShellError.unknownScheduler(
                    name.text, known: engine.settings.schedulers, model: engine.identity.model)
            }
        })
    /// How many pictures one `gen` makes.
    package static let n = Setting<ImageCount>(
        "n", .picture, "how many pictures one `gen` makes, each with the next seed", usual: "1",
        check: { count, engine in
            let counts = engine.settings.counts
            guard counts.contains(count.number) || !engine.settings.honoured.contains("n") else {
                throw ShellError.countNotMade(
                    count.number, most: counts.upperBound, model: engine.identity.model)
            }
        })
    /// How good a picture a service makes.
    package static let quality = serviceWord(
        ImageQuality.self, "how good a picture a service makes, and how dear")
    /// The manner of a picture.
    package static let style = serviceWord(ImageStyle.self, "the manner of a picture of DALL-E 3")
    /// What is behind what a picture shows.
    package static let background = serviceWord(
        ImageBackground.self, "what is behind what a service's picture shows")
    /// The kind of file that a service sends.
    package static let format = serviceWord(
        ImageFormat.self, "the kind of file that a service sends")
    /// How strictly a service looks at what it is asked for.
    package static let moderation = serviceWord(
        ImageModeration.self, "how strictly a service looks at what it is asked for")
    /// The arithmetic's precision.
    package static let precision = Setting<Precision>(
        "precision", .load, "the arithmetic's precision", usual: "best for the device")
    /// Where a model runs.
    package static let device = Setting<DeviceName>(
        "device", .load, "where a model runs", usual: "best there is")
    /// Where weights wait while they are not in use.
    package static let offload = Setting<Offload>(
        "offload", .load, "where weights wait while they are not in use", usual: "none")
    /// How many threads the CPU's work is spread over.
    package static let threads = Setting<ThreadCount>(
        "threads", .shell, "how many threads the CPU's work is spread over", usual: "all cores")
    /// After how many steps previews come.
    package static let preview = Setting<PreviewInterval>(
        "preview", .shell, "after how many steps each preview of a picture is shown", usual: "off")
    /// How pictures are shown.
    package static let display = Setting<DisplayMethod>(
        "display", .shell, "how pictures are shown in the terminal", usual: "auto")
    /// How `save` names files.
    package static let name = Setting<NamePattern>(
        "name", .shell, "how `save` names a file in a folder", usual: NamePattern.usual.text)
    /// Where `save` puts files.
    package static let folder = Setting<FilePath>(
        "folder", .shell, "where `save` puts a file when it is given no path", usual: ".")

    /// All settings, in the order in which `show` lists them.
    package static let all: [any SettingDeclaration] = [
        seed, steps, guidance, trueCFG, negative, magic, size, aspect, scheduler, n, quality,
        style, background, format, moderation, precision, device, offload, threads, preview,
        display, name,
        folder,
    ]

    /// A setting of services, whose values the loaded model may narrow down.
    private static func serviceWord<Word: ServiceWord>(
        _ type: Word.Type, _ summary: String
    ) -> Setting<Word> {
        let name = Word.topic.name
        return Setting(
            name, .picture, summary, usual: "the model's",
            ofModel: { $0.usual[name].flatMap { Word(argument: $0) } },
            check: { word, engine in
                guard let taken = engine.settings.choices[name], !taken.contains(word.text) else {
                    return
                }
                throw ShellError.valueNotTaken(
                    word.text, of: name, taken: taken, model: engine.identity.model)
            })
    }

    /// The setting that says the same as `setting` in another way, so that only one of both can be set.
    static func rival(of setting: any SettingDeclaration) -> (any SettingDeclaration)? {
        switch setting.name {
        case size.name: aspect
        case aspect.name: size
        default: nil
        }
    }

    /// Those that `gen` takes as options.
    package static let ofPictures = all.filter { $0.scope == .picture }

    /// The setting called `name`.
    package static func find(_ name: String) throws(ShellError) -> any SettingDeclaration {
        guard let setting = all.first(where: { $0.name == name }) else {
            throw .unknownSetting(name, nearest: nearest(to: name, among: all.map(\.name)))
        }
        return setting
    }
}
