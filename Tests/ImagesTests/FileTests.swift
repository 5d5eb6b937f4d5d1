import Foundation
import Images
import Testing

/// Writing and reading files on the disk, in a folder of the test's own.
@Suite final class FileTests {
    private let folder =
        FileManager.default.temporaryDirectory.path
        + "/easel-\(UInt64.random(in: 0...(.max)))"
    private let image = picture(width: 4, height: 3)

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
    }

    @Test func aFileComesBackAndNothingElseStays() throws {
        let texts = [PNGText(keyword: "easel", text: "{}")]
        try PNGFile.write(image, text: texts, to: folder + "/a.png")
        try PNGFile.write(image, text: texts, to: folder + "/a.png")
        let file = try PNGFile.read(folder + "/a.png")
        #expect(file.image == image && file.texts == texts)
        #expect(try names == ["a.png"])
    }

    @Test func aLinkStaysALink() throws {
        try PNGFile.write(image, to: folder + "/a.png")
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/link.png", withDestinationPath: "a.png")
        let other = picture(width: 2, height: 2)
        try PNGFile.write(other, to: folder + "/link.png")
        #expect(try PNGFile.read(folder + "/a.png").image == other)
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link.png")
                == "a.png")
    }

    @Test func anAbsentFolderIsNamed() throws {
        let error = #expect(throws: ImageError.self) {
            try PNGFile.write(self.image, to: self.folder + "/absent/a.png")
        }
        #expect(
            error?.message
                == "cannot write `\(folder)/absent/a.png`: there is no folder `\(folder)/absent`")
        #expect(error?.hint == "make the folder first: `!mkdir -p \(folder)/absent`")
    }

    @Test func aFolderIsNoFile() throws {
        for path in [folder, folder + "/", folder + "/new/"] {
            let error = #expect(throws: ImageError.self) {
                try PNGFile.write(self.image, to: path)
            }
            #expect(error?.message == "cannot write `\(path)`: it is a folder")
            #expect(error?.hint?.hasSuffix("/picture.png`") == true)
        }
        #expect(try names.isEmpty)
    }

    @Test func aFullDiskIsSaidAndADeviceStaysADevice() throws {
        let error = #expect(throws: ImageError.self) {
            try PNGFile.write(self.image, to: "/dev/full")
        }
        #expect(error?.message == "cannot write `/dev/full`: the disk is full")
        try PNGFile.write(image, to: "/dev/null")
        let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type]
        #expect(type as? FileAttributeType == .typeCharacterSpecial)
    }

    @Test func aFileInThePathIsSaid() throws {
        try AtomicFile.write([1], to: folder + "/file")
        let error = #expect(throws: ImageError.self) {
            try AtomicFile.write([1], to: self.folder + "/file/a.png")
        }
        #expect(error?.message.hasSuffix("a part of the path is a file, not a folder") == true)
    }

    @Test func whatIsWrittenInPiecesIsThereOnceItIsWhole() throws {
        let path = folder + "/a.txt"
        do {
            let file = try AtomicFileWriter(path)
            try file.append(String(repeating: "x", count: 100_000))
            #expect(!FileManager.default.fileExists(atPath: path))
            try file.append([10])
            try file.commit()
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 100_001)
        try AtomicFileWriter(path).append("given up")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 100_001)
        #expect(try names == ["a.txt"])
    }

    @Test func readingSaysWhichFileIsWrong() throws {
        try AtomicFile.write([1, 2, 3], to: folder + "/a.png")
        let cases = [
            ("a.png", "not a PNG file: 3 bytes without PNG's signature"),
            ("b.png", "there is no such file"),
            ("", "it is a folder"),
        ]
        for (name, reason) in cases {
            let path = folder + "/" + name
            let error = #expect(throws: ImageError.self) { try PNGFile.read(path) }
            #expect(error?.message == "cannot read `\(path)`: \(reason)")
        }
    }
}
