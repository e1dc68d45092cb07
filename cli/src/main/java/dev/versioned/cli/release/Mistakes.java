package dev.versioned.cli.release;

import dev.versioned.cli.document.DocumentException;
import java.util.ArrayList;
import java.util.List;

/** Gathers the mistakes in a file, so that all are reported at once. */
final class Mistakes {
  private final List<DocumentException> found = new ArrayList<>();

  /** Runs a part of the reading; keeps its mistakes for later. */
  void in(Runnable part) {
    try {
      part.run();
    } catch (DocumentException e) {
      found.add(e);
    }
  }

  /** Throws the mistakes that were found, if any. */
  void check() {
    if (!found.isEmpty()) {
      throw found.size() == 1 ? found.get(0) : DocumentException.of(found);
    }
  }
}
