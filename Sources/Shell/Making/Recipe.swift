import CommandLanguage
import Generation

/// What a picture was made of, as far as that is known, to make it again.
struct Recipe {
    /// What it shows; nil where that is not known.
    private(set) var prompt: String?
    /// The values of settings.
    private(set) var values = SettingValues()
    /// The model that made it; nil where that is not known.
    private(set) var model: String?
    /// The picture that it was made of; nil for one from nothing.
    private(set) var image: String?
    /// The mask that said where that one was to be changed.
    private(set) var mask: String?
    /// What of it cannot be made again, a sentence each.
    private(set) var notes: [String] = []

    /// What Easel recorded of a picture; a record in a file may say anything.
    init(_ record: PictureRecord) {
        model = record.engine.model
        for fact in record.request.facts { take(fact) }
        image = record.request.image?.name
        mask = record.request.mask?.name
    }

    /// What another tool's texts tell of a picture, which is of the given size.
    init(_ origin: PictureOrigin, of size: ImageSize) {
        notes = origin.notes
        for fact in origin.facts { take(fact) }
        if origin.size == nil { take(Fact(Settings.size.name, size.description)) }
    }

    /// Takes what a fact says, where it is the value that a setting can have.
    private mutating func take(_ fact: Fact) {
        switch fact.name {
        case "prompt": prompt = fact.text
        case "model": model = fact.text
        default:
            guard let setting = Settings.ofPictures.first(where: { $0.name == fact.name }) else {
                return
            }
            values[setting.name] = try? setting.parse(fact.text)
            if values[setting.name] == nil {
                let text = shortened(fact.text, to: 40)
                notes.append(
                    "its \(setting.name) `\(text)` is not used: it must be \(setting.range)")
            }
        }
    }
}

extension Recipe {
    /// Leaves out what `engine` cannot do, and notes it; what is in `changes` is none of its business.
    func fitted(to engine: any Engine, changes: [Assignment]) -> Recipe {
        var recipe = self
        let changed = Set(changes.map(\.setting.name))
        let own = engine.identity.shareable.model
        if let model, model != own {
            recipe.notes.insert(
                "`\(shortened(model, to: 60))` made it; `\(own)` makes another picture of it", at: 0
            )
            recipe.leaveOutIgnored(by: engine, except: changed)
        }
        if engine.settings.isSampled, !changed.contains(Settings.seed.name),
            values[Settings.seed] == nil
        {
            recipe.notes.append("its seed is not known: a fresh one is drawn")
        }
        recipe.fitWords(to: engine, except: changed)
        if !changed.contains(Settings.scheduler.name) { recipe.fitScheduler(to: engine) }
        if !changed.contains(Settings.size.name) { recipe.fitSize(to: engine) }
        return recipe
    }

    /// A model's own pictures record what it ignores, too, so this is for those of another model.
    private mutating func leaveOutIgnored(by engine: any Engine, except changed: Set<String>) {
        for setting in Settings.ofPictures where !changed.contains(setting.name) {
            guard values[setting.name] != nil, !engine.settings.honoured.contains(setting.name)
            else { continue }
            values[setting.name] = nil
            notes.append("`\(engine.identity.model)` ignores \(setting.name)")
        }
    }

    private mutating func fitScheduler(to engine: any Engine) {
        let settings = engine.settings
        guard let name = values[Settings.scheduler]?.text, !settings.schedulers.contains(name)
        else { return }
        values[Settings.scheduler] = nil
        notes.append(
            "`\(engine.identity.model)` has no scheduler `\(name)`: its own, `\(settings.scheduler)`, is used"
        )
    }

    private mutating func fitSize(to engine: any Engine) {
        let multiple = engine.settings.sizeMultiple
        guard let size = values[Settings.size], !size.isMultiple(of: multiple),
            let nearest = size.nearest(multiple: multiple).first
        else { return fitToRule(engine) }
        values[Settings.size] = nearest
        notes.append(
            "`\(engine.identity.model)` makes sizes in multiples of \(multiple): "
                + "\(nearest) in the place of \(size)")
    }

    /// Leaves the model's usual size to a model that does not make the picture's.
    private mutating func fitToRule(_ engine: any Engine) {
        let settings = engine.settings
        guard let size = values[Settings.size], !settings.sizes.allows(size) else { return }
        values[Settings.size] = settings.size
        notes.append(
            "`\(engine.identity.model)` makes no pictures of \(size): \(settings.size) in their place"
        )
    }

    /// Leaves out words that mean nothing to the model.
    private mutating func fitWords(to engine: any Engine, except changed: Set<String>) {
        for (name, taken) in engine.settings.choices.sorted(by: { $0.key < $1.key }) {
            guard !changed.contains(name), let value = values[name], !taken.contains(value.text)
            else { continue }
            values[name] = nil
            notes.append(
                "`\(engine.identity.model)` has no \(name) `\(value.text)`: its own is used")
        }
    }
}
