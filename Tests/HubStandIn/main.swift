import Foundation
import TestSupport

// Serves a folder as the repository `tiny/sd`, and again as the gated one `tiny/gated`, or a file as the weights of `bench/large`, until
// standard input ends. The first line that it prints is its address.

let arguments = CommandLine.arguments.dropFirst()
let address: String
if arguments.count == 2, arguments.first == "--large", let path = arguments.last {
    address = try LargeFileHub.serve(path)
} else if arguments.count == 1, let folder = arguments.last {
    let hub = try HubStandIn([ServedRepository("tiny/sd", folder: folder)])
    var gated = try ServedRepository("tiny/gated", folder: folder)
    gated.gated = "\"auto\""
    hub.change { [gated] in
        $0.repositories[gated.id] = gated
        $0.users["hf_open"] = ServedUser("ada")
        $0.users["hf_shut"] = ServedUser("bob", access: .unasked)
    }
    address = hub.url
} else {
    FileHandle.standardError.write(Data("usage: hub-stand-in FOLDER | --large FILE\n".utf8))
    exit(2)
}
FileHandle.standardOutput.write(Data((address + "\n").utf8))
while readLine() != nil {}
