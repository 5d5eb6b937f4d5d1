import CommandLanguage
import Generation

extension Session {
    /// Begins anew: nothing is loaded, set or made; the record so far is ended.
    func reset() {
        unload()
        loader.setThreads(nil)
        settings = SettingValues()
        pictures = []
        nextNumber = 1
        recorder.close()
    }

    /// Takes up where `document` ends, whose pictures are in `folder`.
    ///
    /// Its settings count, its pictures have their numbers, its model is loaded when one is needed. Nothing is made again.
    func takeUp(_ document: SessionDocument, picturesIn folder: String) async {
        let console = console
        self.console = .silent
        loadsLate = true
        defer {
            self.console = console
            loadsLate = false
        }
        for cell in document.cells {
            let commands = cell.isStruck ? [] : Scanner.scan(cell.text).commands
            // What a line says before and after its pictures may name others by `$last`.
            let making = commands.firstIndex(where: Commands.isMaking) ?? commands.endIndex
            await repeatState(commands[..<making])
            for image in cell.images { adopt(image, from: folder) }
            await repeatState(commands[making...])
        }
    }

    /// Gives a picture of an earlier time its number.
    func adopt(_ image: ImageRecord, from folder: String) {
        let path = "\(folder)/\(image.file ?? "image-\(image.number).png")"
        pictures.append(Picture(number: image.number, record: image.picture, path: path))
        nextNumber = max(nextNumber, image.number + 1)
    }

    /// Runs those commands that later ones start from; one that no longer works is left out.
    private func repeatState(_ commands: ArraySlice<[Word]>) async {
        for words in commands where Commands.role(of: words) == .state {
            try? await Commands.command(words, in: self).run(in: self)
        }
    }
}
