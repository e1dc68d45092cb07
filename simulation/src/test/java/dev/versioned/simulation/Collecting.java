package dev.versioned.simulation;

import dev.versioned.VersionNumber;
import dev.versioned.VersionState;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.StateChange;
import dev.versioned.spi.VersionEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs the collector. */
final class Collecting {
  private Collecting() {}

  static void collect(Hands hands, Duration grace, Duration window) {
    Instant now = hands.blobs.now();
    List<BlobInfo> all = hands.blobs.list(Worlds.ARTIFACT).toList();
    String prefix = Worlds.ARTIFACT + "/latest/";
    for (BlobInfo blob : all) {
      boolean old = !blob.lastModified().plus(grace).isAfter(now);
      if (blob.key().value().startsWith(prefix)) {
        String id = blob.key().value().substring(prefix.length());
        if (old && hands.catalog.abandonUpload(Worlds.ARTIFACT, id, now.plusSeconds(864000))) {
          hands.blobs.delete(blob.key());
        }
        continue;
      }
      VersionNumber number =
          VersionNumber.of(
              Long.parseLong(blob.key().value().substring(blob.key().value().indexOf('/') + 1)));
      Optional<VersionEntry> entry = hands.catalog.findVersion(Worlds.ARTIFACT, number);
      if (entry.isEmpty() && old) {
        entry = Optional.of(hands.catalog.abandon(Worlds.ARTIFACT, number, now));
      }
      if (entry.isEmpty()) {
        continue;
      }
      boolean remove = entry.get() instanceof VersionEntry.Abandoned;
      if (entry.get() instanceof VersionEntry.Committed c) {
        remove = c.state() == VersionState.EXPIRED;
        if (c.state() == VersionState.DELETED && !c.stateChangedAt().plus(window).isAfter(now)) {
          remove =
              hands.catalog.changeState(
                      new StateChange(
                          Worlds.ARTIFACT, number, VersionState.DELETED, VersionState.EXPIRED, now))
                  instanceof StateChange.Changed;
        }
      }
      if (remove) {
        hands.blobs.delete(blob.key());
      }
    }
  }
}
