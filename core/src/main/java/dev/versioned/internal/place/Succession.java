package dev.versioned.internal.place;

import dev.versioned.internal.catalog.Bond;
import dev.versioned.internal.catalog.RepositoryItem;
import dev.versioned.maintenance.BindingState;
import dev.versioned.maintenance.TakeOver;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Environment;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Binds a place to items that succeed others, such as those of a restored table. */
final class Succession {
  private final BlobStore blobs;
  private final RepositoryItem item;
  private final Marker marker;
  private final Environment environment;

  Succession(BlobStore blobs, RepositoryItem item, Marker marker, Environment environment) {
    this.blobs = blobs;
    this.item = item;
    this.marker = marker;
    this.environment = environment;
  }

  /** See {@link Binding#takeOver}. */
  TakeOver of(Reading reading) {
    BindingState before = reading.state();
    NavigableMap<ArtifactName, Long> raised = new TreeMap<>();
    if (reading.own() == null || before.standing() == BindingState.Standing.BOUND) {
      return new TakeOver(before, raised);
    }
    Bond own = reading.successor();
    // First the marker, which stops the other table; last the item, which lets this one write.
    if (!reading.marked().map(said -> said.isOf(own)).orElse(false)) {
      Bond now = marker.replace(own);
      if (!now.isOfSameStores(own)) {
        throw BackendException.transientFailure(
            "Cannot take over "
                + own.place()
                + ": table "
                + now.table()
                + " took it over at the same time",
            null);
      }
    }
    try (Stream<ArtifactName> artifacts = blobs.artifacts()) {
      artifacts.forEach(artifact -> raise(artifact, raised));
    }
    item.replace(own);
    return new TakeOver(before, raised);
  }

  private void raise(ArtifactName artifact, Map<ArtifactName, Long> raised) {
    Instant now = environment.now();
    long highest = Holding.highestNumberWithBytes(blobs, artifact);
    // rule: take-over-gives-no-number-again
    if (highest > 0 && item.raiseLastNumber(artifact, highest, now)) {
      raised.put(artifact, highest);
    }
  }
}
