package dev.versioned.micrometer;

import dev.versioned.event.Event;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.LedgerEntry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What the events of a repository are counted as. */
final class EventMeters {
  private final Series<LongAdder> publishes;
  private final Series<LongAdder> published;
  private final Series<LongAdder> labels;
  private final Series<LongAdder> moves;
  private final Series<LongAdder> refused;
  private final Series<LongAdder> outages;
  private final Series<LongAdder> notReady;
  private final Series<LongAdder> leaks;
  private final Series<Elapsed> swaps;
  private final RolloutMeters rollouts;

  EventMeters(SeriesFactory factory) {
    this.publishes = factory.counter("versioned.publishes", "Versions that were published");
    this.published = factory.bytes("versioned.published", "Bytes of versions that were published");
    this.labels = factory.counter("versioned.labels", "Changes of the labels of versions");
    this.moves = factory.counter("versioned.moves", "Changes of aliases, by the ledger's action");
    this.refused =
        factory.counter("versioned.moves.refused", "Changes of aliases that were refused");
    this.outages =
        factory.counter("versioned.alias.outages", "Times that a followed alias became unreadable");
    this.notReady =
        factory.counter(
            "versioned.alias.not.ready", "Revisions whose versions could not be prepared");
    this.leaks = factory.counter("versioned.leaks", "Closed versions that are still in memory");
    this.swaps =
        factory.timer(
            "versioned.alias.swap",
            "From the move of an alias to its use by this process, by the clocks of both");
    this.rollouts = new RolloutMeters(factory);
  }

  void on(Event event) {
    if (event instanceof Event.Published one) {
      Tags tags = artifact(one.artifact());
      publishes.of(tags).increment();
      published.of(tags).add(one.version().sizeBytes());
    } else if (event instanceof Event.Labelled one) {
      labels.of(artifact(one.artifact())).increment();
    } else if (event instanceof Event.Moved one) {
      moved(one.entry());
      rollouts.moved(one.entry());
    } else if (event instanceof Event.Stepped one) {
      moved(one.entry());
      rollouts.changed(one.entry(), one.rollout());
    } else if (event instanceof Event.RolledBack one) {
      moved(one.entry());
      rollouts.changed(one.entry(), one.rollout());
    } else if (event instanceof Event.Refused one) {
      refused.of(action(one.artifact(), one.alias(), one.action())).increment();
    } else if (event instanceof Event.Stale one) {
      outages.of(alias(one.artifact(), one.alias())).increment();
    } else if (event instanceof Event.Swapped one) {
      swaps
          .of(alias(one.artifact(), one.after().name()))
          .add(Duration.between(one.after().updatedAt(), one.at()));
    } else if (event instanceof Event.NotReady one) {
      notReady.of(alias(one.artifact(), one.next().name())).increment();
    } else if (event instanceof Event.Leaked one) {
      leaks.of(artifact(one.artifact()).and("kind", one.kind())).increment();
    }
  }

  private void moved(LedgerEntry entry) {
    moves.of(action(entry.artifact(), entry.alias(), entry.action())).increment();
  }

  private static Tags action(ArtifactName artifact, AliasName alias, LedgerEntry.Action action) {
    return alias(artifact, alias).and("action", RolloutMeters.text(action));
  }

  static Tags alias(ArtifactName artifact, AliasName alias) {
    return artifact(artifact).and("alias", alias.value());
  }

  static Tags artifact(ArtifactName artifact) {
    return Tags.of("artifact", artifact.value());
  }
}
