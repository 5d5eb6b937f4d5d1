#pragma once

// Makes the terminal behind `file` hand over every byte as it comes and print none of them; Ctrl-C
// and Ctrl-Z stay what they are. 0 where that worked. Until `cterminal_raw_end`, which must follow on
// the same thread, other threads that call this wait.
//
// A signal that ends or stops the program meanwhile, or a call of `exit`, gives the terminal back first.
int cterminal_raw_begin(int file);

// Gives the terminal back as it was.
void cterminal_raw_end(void);
