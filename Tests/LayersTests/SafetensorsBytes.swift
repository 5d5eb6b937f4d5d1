/// The bytes of a safetensors file: its length, its header, its values.
func safetensors(header: String, data: Int = 0, length: UInt64? = nil) -> [UInt8] {
    let length = length ?? UInt64(header.utf8.count)
    return withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array(header.utf8)
        + (0..<data).map { UInt8(truncatingIfNeeded: $0) }
}

/// A header of an fp32 [2, 2] in bytes 0 to 16, and of `more`.
func header(_ more: String = "") -> String {
    #"{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}\#(more.isEmpty ? "" : "," + more)}"#
}
