import Glibc

/// What the system says of an error.
func systemText(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "the disk is full"
    case ENOENT: "there is no such folder"
    case EACCES, EPERM: "no permission"
    default: String(cString: strerror(code))
    }
}
