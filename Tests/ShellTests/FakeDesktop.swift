import Foundation
import TestSupport

/// A desktop whose `xdg-open` is a script of the tests' own: it writes down which file it was given.
struct FakeDesktop {
    /// The environment that tells of it.
    let environment: [String: String]

    /// A desktop in a folder; its script ends with the lines `then`.
    init(in folder: TemporaryFolder, then: String = "") throws {
        let path = try folder.write(
            "#!/bin/sh\nprintf %s \"$1\" >'\(folder.path)/opened'\n\(then)\n", to: "bin/xdg-open")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        environment = [
            "DISPLAY": ":0", "PATH": "/nowhere:\(folder.path)/bin", "TMPDIR": folder.path,
        ]
    }
}
