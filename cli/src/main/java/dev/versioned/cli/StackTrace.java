package dev.versioned.cli;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Prints stack traces. Each message is one line, whatever is in it, and has no secrets. */
final class StackTrace {
  private final Terminal terminal;
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private StackTrace(Terminal terminal) {
    this.terminal = terminal;
  }

  static void print(Throwable thrown, Terminal terminal) {
    new StackTrace(terminal).print("", thrown);
  }

  private void print(String label, Throwable thrown) {
    terminal.complain(label + Wording.withoutSecrets(thrown.toString()));
    if (!seen.add(thrown)) {
      return;
    }
    for (StackTraceElement frame : thrown.getStackTrace()) {
      terminal.err().println("\tat " + frame);
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      print("Suppressed: ", suppressed);
    }
    Throwable cause = thrown.getCause();
    if (cause != null) {
      print("Caused by: ", cause);
    }
  }
}
