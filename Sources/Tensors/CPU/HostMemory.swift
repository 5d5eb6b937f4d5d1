import FoundationEssentials

/// The machine's memory, as far as this process may use it.
enum HostMemory {
    /// Bytes that can be had without swapping: the system's own estimate, within the limits of the process's control group.
    static var availableBytes: Int {
        min(systemAvailable, groupAvailable ?? .max)
    }

    private static var systemAvailable: Int {
        guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else {
            return .max
        }
        let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return kilobytes.map { $0 << 10 } ?? .max
    }

    /// What is left of the control group's limit; nil where there is none.
    private static var groupAvailable: Int? {
        guard let limit = number("/sys/fs/cgroup/memory.max"),
            let used = number("/sys/fs/cgroup/memory.current")
        else { return nil }
        return max(0, limit - used)
    }

    private static func number(_ path: String) -> Int? {
        let text = try? String(contentsOfFile: path, encoding: .utf8)
        return text.flatMap { Int($0.filter(\.isNumber)) }
    }
}
