import FoundationEssentials

/// The machine's memory, as far as this process may use it.
enum HostMemory {
    /// Bytes in all, within the limit of the process's control group; nil where the system does not say.
    static var totalBytes: Int? {
        guard let system = systemBytes("MemTotal:") else { return nil }
        return min(system, number("/sys/fs/cgroup/memory.max") ?? .max)
    }

    /// Bytes that can be had without swapping: the system's own estimate, within the limits of the process's control group.
    static var availableBytes: Int {
        min(systemBytes("MemAvailable:") ?? .max, groupAvailable ?? .max)
    }

    /// A line of the system's account of its memory.
    private static func systemBytes(_ key: String) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else {
            return nil
        }
        let line = text.split(separator: "\n").first { $0.hasPrefix(key) }
        let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return kilobytes.map { $0 << 10 }
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
