package dev.versioned.internal.read;

import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.VersionNumber;
import java.util.Optional;

/** Explains why a number is not a usable version. */
public final class MissingVersion {
  private MissingVersion() {}

  /** Returns the exception for a number that is not a usable version. */
  public static NotFoundException noVersion(
      String verb, ArtifactName artifact, VersionNumber number, Optional<VersionEntry> entry) {
    return new NotFoundException(
        "Cannot " + verb + " " + artifact + ":" + number + ": " + whyNot(entry),
        NotFoundException.Subject.VERSION);
  }

  /** Explains why the entry of a number cannot be used; it may have changed just now. */
  public static String whyNot(Optional<VersionEntry> entry) {
    if (entry.isPresent() && entry.get() instanceof VersionEntry.Committed committed) {
      return switch (committed.state()) {
        case ACTIVE -> "the version was restored just now; try again";
        case DELETED ->
            "the version was deleted at " + committed.stateChangedAt() + "; restore it first";
        case EXPIRED -> "the version was deleted, and its bytes have been removed";
      };
    } else if (entry.isPresent() && entry.get() instanceof VersionEntry.GivenUp) {
      return "there is no such version; its number was given up, since its key held an object of"
          + " another writer";
    }
    return entry.isPresent() && entry.get() instanceof VersionEntry.SetAside aside
        ? "its record could not be read, and was set aside at " + aside.at()
        : "there is no such version";
  }
}
