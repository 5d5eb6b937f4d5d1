import Glibc

/// What a command prints, if it ends in time.
///
/// `deadline` is in seconds of `monotonicSeconds`; a command that takes longer is ended. Nil where it
/// cannot be run or was too slow.
func output(of command: [String], until deadline: Double) -> String? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    let process = spawn(command, output: ends[1])
    close(ends[1])
    guard let process else { return nil }
    let bytes = readAll(ends[0], until: deadline)
    if bytes == nil { kill(process, SIGKILL) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return bytes.map { String(decoding: $0, as: UTF8.self) }
}

/// Starts a command that is found on the path, with nothing to read and its errors unseen.
private func spawn(_ command: [String], output: Int32) -> pid_t? {
    guard let program = command.first else { return nil }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let failure = posix_spawnp(&process, program, &actions, nil, arguments, environ)
    return failure == 0 ? process : nil
}

/// Everything up to the end; nil where that does not come in time.
private func readAll(_ file: Int32, until deadline: Double) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1024)
    while true {
        let left = ((deadline - monotonicSeconds()) * 1000).rounded(.up)
        var event = pollfd(file: file)
        guard left > 0 else { return nil }
        let ready = poll(&event, 1, Int32(left))
        if ready < 0, errno == EINTR { continue }
        guard ready == 1 else { return nil }
        let count = read(file, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return bytes }
        bytes += buffer.prefix(count)
    }
}
