import Foundation
import TestSupport

// Plays OpenAI's images API on the loopback interface until standard input ends, and says where.
let standIn = try StandInOpenAI()
FileHandle.standardOutput.write(Data((standIn.base + "\n").utf8))
while readLine() != nil {}
