package import CommandLanguage
import Generation

/// Lists what models can run on.
package struct DevicesCommand: Command {
    package static let manual = Manual(
        name: "devices", group: Group.models, summary: "lists what models can run on here",
        details: [
            "Each with its precisions, the best first, and its memory; `load` takes the names."
        ],
        examples: [Example("devices", "the processor, and the GPUs that there are")])

    package init(_ arguments: Arguments) {}

    package func run(in session: Session) {
        let loaded = session.engine?.identity
        let rows = session.loader.devices.map { device in
            let model = loaded.flatMap { $0.device == device.name ? "\($0.model) is loaded" : nil }
            let facts: [String?] = [
                device.description, device.precisions.joined(separator: ", "), device.memory, model,
            ]
            let text = facts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · ")
            return (device.name, text)
        }
        if rows.isEmpty { return session.console.note("there is no device that models can run on") }
        session.console.result(Manual.columns(rows))
    }
}

extension DeviceSummary {
    /// Its memory in words; nil where nothing is known of it.
    fileprivate var memory: String? {
        switch (memoryFree, memoryTotal) {
        case (let free?, let total?): "\(Self.gibibytes(free)) of \(Self.gibibytes(total)) GiB free"
        case (let free?, nil): "\(Self.gibibytes(free)) GiB free"
        case (nil, let total?): "\(Self.gibibytes(total)) GiB"
        case (nil, nil): nil
        }
    }

    /// A number of bytes in GiB, with one decimal.
    private static func gibibytes(_ bytes: Int) -> String {
        let tenths = (max(0, bytes) / (1 << 20) * 10 + (1 << 9)) / (1 << 10)
        return "\(tenths / 10).\(tenths % 10)"
    }
}
