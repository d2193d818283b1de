import Foundation
import Glibc
import Synchronization

/// The call of `posix_spawn`: what the new program inherits, and nothing more.
struct SpawnPlan {
    /// The absolute path of the program, then its arguments.
    let command: [String]
    let environment: [String: String]
    let streams: StandardStreams

    /// Programs are opened and started one at a time.
    static let lock = Mutex(())

    /// Starts the program and returns 0, or the error number.
    func start(_ pid: inout pid_t) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, streams.childInput, 0)
        posix_spawn_file_actions_adddup2(&actions, streams.childOutput, 1)
        posix_spawn_file_actions_adddup2(&actions, streams.childError, 2)
        _ = Self.closeOthers?(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.startAfresh(&attributes)
        let variables = Self.inherited.merging(environment) { _, given in given }.map { "\($0.key)=\($0.value)" }
        return Self.withCStrings(command) { argv in
            Self.withCStrings(variables.sorted()) { envp in
                posix_spawn(&pid, command[0], &actions, &attributes, argv, envp)
            }
        }
    }

    private typealias CloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

    /// Closes every descriptor from a number on; the C library has it, its Swift module hides it.
    ///
    /// Where it is missing, descriptors marked close-on-exec still stay behind, which are all that we open.
    private static var closeOthers: CloseFrom? {
        dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map { unsafeBitCast($0, to: CloseFrom.self) }
    }

    /// A new session, no blocked signal and default handling: a server that ignores SIGPIPE or SIGTERM
    /// would otherwise hand that down, and its children could not be ended.
    private static func startAfresh(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | 0x80  // POSIX_SPAWN_SETSID, behind _GNU_SOURCE
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    private static var inherited: [String: String] {
        let ours = ProcessInfo.processInfo.environment
        return [
            "PATH": ExternalProgram.searchPath, "HOME": ours["HOME"] ?? "/", "LANG": ours["LANG"] ?? "C.UTF-8",
        ]
    }

    private static func withCStrings(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
        pointers.append(nil)
        defer { pointers.forEach { free($0) } }
        return pointers.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map(body) ?? EINVAL
        }
    }
}
