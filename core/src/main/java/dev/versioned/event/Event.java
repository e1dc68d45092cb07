package dev.versioned.event;

import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Version;
import dev.versioned.model.VersionLabels;
import dev.versioned.rollout.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

// Over 300 lines: a record for each kind of event, most of it Javadoc.
/** Something that happened to a version or an alias, in this process. */
public sealed interface Event {

  /**
   * Returns when it happened, by this process's clock.
   *
   * @return the time
   */
  Instant at();

  /**
   * Returns the artifact that it happened to.
   *
   * @return the artifact
   */
  ArtifactName artifact();

  /**
   * A version was published. A publish of unchanged content, or a repeat under an idempotency key,
   * is no event.
   *
   * @param at when
   * @param version the version
   */
  record Published(Instant at, Version version) implements Event {
    /**
     * Makes the event.
     *
     * @param at when
     * @param version the version
     */
    public Published {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(version, "version");
    }

    @Override
    public ArtifactName artifact() {
      return version.artifact();
    }
  }

  /**
   * Labels of a version were added, changed or removed. A change to the labels that it has already
   * is no event.
   *
   * @param at when
   * @param before the labels before; of revision 0 if it had never been labelled
   * @param after the labels after it, with who changed them
   */
  record Labelled(Instant at, VersionLabels before, VersionLabels after) implements Event {
    /**
     * Makes the event.
     *
     * @param at when
     * @param before the labels before
     * @param after the labels after it
     */
    public Labelled {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(before, "before");
      Objects.requireNonNull(after, "after");
    }

    @Override
    public ArtifactName artifact() {
      return after.artifact();
    }
  }

  /**
   * An alias was created, moved, described, frozen or deleted, or a rollout was started, approved,
   * paused or resumed.
   *
   * @param at when
   * @param entry the ledger's entry: what changed, by whom and why
   */
  record Moved(Instant at, LedgerEntry entry) implements Event {
    /**
     * Makes the event.
     *
     * @param at when
     * @param entry the ledger's entry
     */
    public Moved {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(entry, "entry");
    }

    @Override
    public ArtifactName artifact() {
      return entry.artifact();
    }
  }

  /**
   * A rollout made a step, or was promoted.
   *
   * @param at when
   * @param entry the ledger's entry
   * @param rollout the rollout after it; empty if the alias was promoted without one
   */
  record Stepped(Instant at, LedgerEntry entry, Optional<Rollout> rollout) implements Event {
    /**
     * Makes the event.
     *
     * @param at when
     * @param entry the ledger's entry
     * @param rollout the rollout after it
     */
    public Stepped {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(entry, "entry");
      Objects.requireNonNull(rollout, "rollout");
    }

    @Override
    public ArtifactName artifact() {
      return entry.artifact();
    }
  }

  /**
   * An alias went back to an earlier routing: by a rollback, or because its rollout was aborted or
   * found unhealthy.
   *
   * @param at when
   * @param entry the ledger's entry
   * @param rollout the rollout that ended with it; empty if there was none
   */
  record RolledBack(Instant at, LedgerEntry entry, Optional<Rollout> rollout) implements Event {
    /**
     * Makes the event.
     *
     * @param at when
     * @param entry the ledger's entry
     * @param rollout the rollout that ended with it
     */
    public RolledBack {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(entry, "entry");
      Objects.requireNonNull(rollout, "rollout");
    }

    @Override
    public ArtifactName artifact() {
      return entry.artifact();
    }
  }

  /**
   * A change of an alias was refused: another revision was expected, a version does not exist or is
   * not trusted, the store refused it. A change that failed for lack of an answer is no event.
   *
   * @param at when
   * @param artifact the artifact
   * @param alias the alias
   * @param action what was requested
   * @param by who requested it
   * @param reason the message of the exception
   */
  record Refused(
      Instant at,
      ArtifactName artifact,
      AliasName alias,
      LedgerEntry.Action action,
      String by,
      String reason)
      implements Event {
    /**
     * Makes the event.
     *
     * @param at when
     * @param artifact the artifact
     * @param alias the alias
     * @param action what was requested
     * @param by who requested it
     * @param reason the message of the exception
     */
    public Refused {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(artifact, "artifact");
      Objects.requireNonNull(alias, "alias");
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(by, "by");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * A followed alias could not be read. Routing continues by the last read. Reported once, until it
   * was read again.
   *
   * @param at when
   * @param artifact the artifact
   * @param alias the alias
   * @param revision the revision that is used for routing
   * @param staleness how long ago it was read
   * @param reason why it cannot be read
   */
  record Stale(
      Instant at,
      ArtifactName artifact,
      AliasName alias,
      long revision,
      Duration staleness,
      String reason)
      implements Event {
    /**
     * Makes the event.
     *
     * @param at when
     * @param artifact the artifact
     * @param alias the alias
     * @param revision the revision that is used for routing
     * @param staleness how long ago it was read
     * @param reason why it cannot be read
     */
    public Stale {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(artifact, "artifact");
      Objects.requireNonNull(alias, "alias");
      Objects.requireNonNull(staleness, "staleness");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * A followed alias routes by another revision from now on, in this process.
   *
   * @param at when
   * @param before the alias before
   * @param after the alias after it; equal to the one before if only {@code $LATEST} changed
   */
  record Swapped(Instant at, Alias before, Alias after) implements Event {
    /**
     * Makes the event.
     *
     * @param at when
     * @param before the alias before
     * @param after the alias after it
     */
    public Swapped {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(before, "before");
      Objects.requireNonNull(after, "after");
    }

    @Override
    public ArtifactName artifact() {
      return after.artifact();
    }
  }

  /**
   * A version that a revision routes to could not be made ready in this process, which continues by
   * the revision before. Reported once for each revision.
   *
   * @param at when
   * @param serving the alias that is used for routing
   * @param next the alias whose versions are not ready
   * @param reason why
   */
  record NotReady(Instant at, Alias serving, Alias next, String reason) implements Event {
    /**
     * Makes the event.
     *
     * @param at when
     * @param serving the alias that is used for routing
     * @param next the alias whose versions are not ready
     * @param reason why
     */
    public NotReady {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(serving, "serving");
      Objects.requireNonNull(next, "next");
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public ArtifactName artifact() {
      return next.artifact();
    }
  }

  /**
   * A version that was closed in this process is still in memory.
   *
   * @param at when
   * @param version the version
   * @param kind what kind of object keeps it, such as {@code THREAD_LOCAL}
   * @param holder which one
   */
  record Leaked(Instant at, Version version, String kind, String holder) implements Event {
    /**
     * Makes the event.
     *
     * @param at when
     * @param version the version
     * @param kind what kind of object keeps it
     * @param holder which one
     */
    public Leaked {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(holder, "holder");
    }

    @Override
    public ArtifactName artifact() {
      return version.artifact();
    }
  }
}
