package dev.versioned.cli.release;

import dev.versioned.cli.document.DocumentException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a file, so that all of it is said at once. */
final class Mistakes {
  private final List<DocumentException> found = new ArrayList<>();

  /** Runs a part of the reading; what it finds wrong is kept for later. */
  void in(Runnable part) {
    try {
      part.run();
    } catch (DocumentException e) {
      found.add(e);
    }
  }

  /** Throws what was found, if anything was. */
  void check() {
    if (!found.isEmpty()) {
      throw found.size() == 1 ? found.get(0) : DocumentException.of(found);
    }
  }
}
