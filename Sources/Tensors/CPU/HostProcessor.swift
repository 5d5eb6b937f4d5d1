import FoundationEssentials

/// The processor that the program runs on.
enum HostProcessor {
    /// Its name and how many cores this process may use (`AMD EPYC, 2 cores`).
    static var summary: String {
        "\(name ?? "unnamed"), \(cores) core\(cores == 1 ? "" : "s")"
    }

    private static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

    private static var name: String? {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
            return nil
        }
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        guard let value = line?.split(separator: ":").last else { return nil }
        return value.split(separator: " ").joined(separator: " ")
    }
}
