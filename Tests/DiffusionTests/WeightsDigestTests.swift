import Diffusion
import Foundation
import Generation
import Glibc
import TestSupport
import Testing

/// What weights are loaded, in one digest.
@Suite struct WeightsDigestTests {
    static let vae = "vae/diffusion_pytorch_model.safetensors"
    static let weights = [
        "text_encoder/model.safetensors", "unet/diffusion_pytorch_model.safetensors", vae,
    ]

    /// A model whose weights are files of its own, and the loader that hashes them.
    struct Model {
        let folder: TemporaryFolder
        let cache: TemporaryFolder
        /// The path of the VAE's weights.
        var vae: String { folder.path + "/" + WeightsDigestTests.vae }

        init() throws {
            folder = try TemporaryFolder()
            cache = try TemporaryFolder()
            try folder.copyPipeline(Fixtures.path("pipelines/sd"))
            for file in WeightsDigestTests.weights {
                let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + file))
                try FileManager.default.removeItem(atPath: folder.path + "/" + file)
                try folder.write(data, to: file)
            }
        }

        /// The engine; files of at least `large` bytes have their digests kept.
        func engine(large: Int = 1) async throws -> DiffusersEngine {
            let cache = DigestCache(folder: cache.path + "/digests")
            return try await DiffusersLoader(hasher: FileHasher(cache: cache, large: large)).load(
                LoadRequest(model: folder.path + "/", precision: "fp32"), report: { _ in })
        }

        /// Changes the last byte of the VAE's weights, leaving the time of their last writing as it was where asked to.
        func changeLastByte(keepingTime: Bool) throws {
            let url = URL(fileURLWithPath: vae)
            var status = stat()
            try #require(stat(vae, &status) == 0)
            let handle = try FileHandle(forUpdating: url)
            let end = try handle.seekToEnd()
            try handle.seek(toOffset: end - 1)
            let last = try #require(try handle.readToEnd()?.first)
            try handle.seek(toOffset: end - 1)
            try handle.write(contentsOf: Data([last ^ 1]))
            try handle.close()
            if !keepingTime { status.st_mtim.tv_sec += 5 }
            try #require(utimensat(AT_FDCWD, vae, [status.st_atim, status.st_mtim], 0) == 0)
        }
    }

    /// The text is also what `sha256sum FILE… | sha256sum` gives.
    @Test func itIsTheDigestOfTheListOfDigests() async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "sha256sum \(Self.weights.joined(separator: " ")) | sha256sum"]
        process.currentDirectoryURL = URL(fileURLWithPath: Fixtures.path("pipelines/sd"))
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let expected = String(
            decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        let engine = try await GenerationTests.engine("sd", "bf16")
        let digest = try await engine.weightsDigest()
        #expect(digest == "sha256:" + expected.prefix(64))
        #expect(try await engine.weightsDigest() == digest)
    }

    @Test func aChangedByteChangesIt() async throws {
        let model = try Model()
        let before = try await model.engine(large: .max).weightsDigest()
        #expect(model.cache.names.isEmpty)
        try model.changeLastByte(keepingTime: false)
        let after = try await model.engine(large: .max).weightsDigest()
        #expect(before != nil && after != nil && before != after)
    }

    /// Only what is kept can miss that a byte changed behind the back of the file's time.
    @Test func digestsOfLargeFilesAreKeptAndRefreshed() async throws {
        let model = try Model()
        let before = try await model.engine().weightsDigest()
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: model.cache.path + "/digests").count
                == 3)
        try model.changeLastByte(keepingTime: true)
        #expect(try await model.engine().weightsDigest() == before)
        try model.changeLastByte(keepingTime: false)
        try model.changeLastByte(keepingTime: false)
        try model.changeLastByte(keepingTime: false)
        let after = try await model.engine().weightsDigest()
        #expect(after == before, "the byte is what it was at first")
        try model.changeLastByte(keepingTime: false)
        let changed = try await model.engine().weightsDigest()
        #expect(changed != before)
        try model.changeLastByte(keepingTime: true)
        #expect(try await model.engine().weightsDigest() == changed)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: model.cache.path + "/digests").count
                == 3)
    }

    @Test func whatIsInTheCacheIsNotTrustedBlindly() async throws {
        let model = try Model()
        let before = try await model.engine().weightsDigest()
        for name in try FileManager.default.contentsOfDirectory(
            atPath: model.cache.path + "/digests")
        {
            try model.cache.write("{\"path\":", to: "digests/" + name)
        }
        #expect(try await model.engine().weightsDigest() == before)
    }

    @Test func aBlobOfHuggingFacesCacheSaysItsDigest() async throws {
        let model = try Model()
        let blobs = model.folder.path + "/blobs"
        let name = String(repeating: "5a", count: 32)
        try FileManager.default.createDirectory(atPath: blobs, withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: model.vae, toPath: blobs + "/" + name)
        try FileManager.default.createSymbolicLink(
            atPath: model.vae, withDestinationPath: "../blobs/" + name)
        let file = try WeightFile(Self.vae, in: model.folder.path)
        let digest = try await WeightsDigest([file], by: FileHasher(cache: nil)).value()
        // Of the one line `5a…5a  vae/diffusion_pytorch_model.safetensors`.
        #expect(digest == "sha256:622ea1ca97ef1c5a516e14c4efa262c31bfa4a97b9b464995a53bd88618179a7")
    }

    @Test(arguments: [true, false])
    func aFileThatIsNotTheLoadedOneIsNamed(vanished: Bool) async throws {
        let model = try Model()
        let engine = try await model.engine()
        if vanished {
            try FileManager.default.removeItem(atPath: model.vae)
        } else {
            try model.changeLastByte(keepingTime: false)
        }
        let expected =
            vanished
            ? DigestError.unreadable(path: model.vae, code: ENOENT)
            : DigestError.changed(path: model.vae)
        await #expect(throws: expected) { try await engine.weightsDigest() }
        #expect(expected.message.contains("`\(model.vae)`"))
    }

    /// What Ctrl-C left of a picture also says what weights it is of, where that is known.
    @Test func aCancelledCallerBeginsNoSearchButIsToldWhatIsKnown() async throws {
        let model = try Model()
        let engine = try await model.engine(large: .max)
        let ask = {
            try await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await engine.weightsDigest()
            }.value
        }
        await #expect(throws: CancellationError.self) { try await ask() }
        let digest = try await engine.weightsDigest()
        #expect(digest?.hasPrefix("sha256:") == true)
        #expect(try await ask() == digest)
    }

    /// The file is all hole and would take minutes, so that nothing but the interrupt can end the search.
    @Test func interruptingTheOnlyOneThatWaitsEndsTheSearch() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/hole"
        try folder.write("", to: "hole")
        try #require(truncate(path, 1 << 40) == 0)
        let file = try WeightFile("hole", in: folder.path)
        let digest = WeightsDigest(of: file, by: FileHasher(cache: nil))
        let task = Task { try await digest.value() }
        while !isOpen(path) { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        while isOpen(path) { try await Task.sleep(for: .milliseconds(5)) }
        // Whoever asks next has it looked for anew.
        try #require(truncate(path, 1) == 0)
        await #expect(throws: DigestError.changed(path: path)) { try await digest.value() }
    }

    /// Whether this process has a file open.
    private func isOpen(_ path: String) -> Bool {
        let descriptors =
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return descriptors.contains {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0))
                == path
        }
    }

    @Test(arguments: [
        (["XDG_CACHE_HOME": "/c", "HOME": "/h"], "/c/easel/digests"),
        (["HOME": "/h"], "/h/.cache/easel/digests"),
        (["XDG_CACHE_HOME": "c", "HOME": "/h"], "/h/.cache/easel/digests"),
        (["XDG_CACHE_HOME": "", "HOME": ""], nil), ([:], nil),
    ])
    func theCacheIsTheUsers(environment: [String: String], folder: String?) {
        #expect(DigestCache(environment)?.folder == folder)
    }
}
