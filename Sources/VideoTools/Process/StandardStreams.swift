import Glibc

/// Both ends of the standard streams of a program that is about to start.
struct StandardStreams {
    let ourInput: Int32?
    let childInput: Int32
    let ourOutput: Int32
    let childOutput: Int32
    let ourError: Int32
    let childError: Int32

    /// Opens all of them, close-on-exec; standard input is `/dev/null` unless `withInput`.
    ///
    /// Call it under the lock of ``SpawnPlan``: a program started between the opening of a pipe and its
    /// mark would inherit it, and hold it open.
    static func open(withInput: Bool, for name: String) throws(StageError) -> StandardStreams {
        var opened: [Int32] = []
        func fail() -> StageError {
            let reason = String(cString: strerror(errno))
            opened.forEach { _ = close($0) }
            return StageError(.providerFailed, "\(name) could not be started: no file descriptors (\(reason))")
        }
        for _ in 0..<2 {
            var pipe: [Int32] = [-1, -1]
            guard Glibc.pipe(&pipe) == 0 else { throw fail() }
            opened += pipe
            pipe.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
        }
        if withInput {
            var pair: [Int32] = [-1, -1]
            let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            guard socketpair(AF_UNIX, kind, 0, &pair) == 0 else { throw fail() }
            opened += pair
        } else {
            let null = Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard null >= 0 else { throw fail() }
            opened += [null]
        }
        let ours = [opened[0], opened[2]] + (withInput ? [opened[5]] : [])
        for descriptor in ours { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) }
        return StandardStreams(
            ourInput: withInput ? opened[5] : nil, childInput: opened[4],
            ourOutput: opened[0], childOutput: opened[1], ourError: opened[2], childError: opened[3])
    }

    func closeChildEnds() { [childInput, childOutput, childError].forEach { _ = close($0) } }

    func closeOurEnds() { [ourInput, ourOutput, ourError].compactMap(\.self).forEach { _ = close($0) } }
}
