package dev.versioned.internal.live;

import dev.versioned.internal.Log;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Logs failed reads of a repository's live aliases: one line when the store stops answering, or
 * refuses to, for any number of aliases, and one when it answers for all of them again; and one
 * line for each alias whose record cannot be used. Stack traces are at DEBUG.
 */
final class Outage {
  private final Set<Reads> unanswered = new HashSet<>();
  private long beganNanos;
  private int number;
  private int aliases;

  /** Returns the log of the reads of one alias. */
  Reads of(AliasSource alias) {
    return new Reads(alias);
  }

  /** Returns for how many aliases the store does not answer now. */
  synchronized int size() {
    return unanswered.size();
  }

  /** The log of the reads of one alias. */
  final class Reads {
    private final AliasSource alias;
    private int counted;
    private boolean refused;
    private boolean closed;

    private Reads(AliasSource alias) {
      this.alias = alias;
    }

    /** Records that the alias could not be read. */
    void failed(Throwable reason) {
      synchronized (Outage.this) {
        if (closed) {
          return;
        }
        Log.LIVE.debug("alias {} cannot be read", alias, reason);
        // A permanent refusal, such as a missing permission, concerns all aliases, too.
        // rule: lost-permission-is-an-outage
        if (reason instanceof BackendException e) {
          unanswered(e);
        } else {
          answered();
          refused(reason);
        }
      }
    }

    private void unanswered(BackendException reason) {
      // rule: outage-is-told-once
      if (unanswered.isEmpty()) {
        beganNanos = System.nanoTime();
        number++;
        aliases = 0;
        Log.LIVE.warn(
            "aliases cannot be read, {} first; routing continues by the last reads: {}",
            alias,
            oneLine(reason));
      }
      if (counted != number) {
        counted = number;
        aliases++;
      }
      unanswered.add(this);
    }

    private void refused(Throwable reason) {
      if (!refused) {
        refused = true;
        Log.LIVE.warn(
            "alias {} cannot be read; routing continues by the last reads: {}",
            alias,
            oneLine(reason));
      }
    }

    /** Records that the alias was read. */
    void succeeded() {
      synchronized (Outage.this) {
        answered();
        if (refused && !closed) {
          Log.LIVE.info("alias {} can be read again", alias);
        }
        refused = false;
      }
    }

    /** Ends the log: the alias is no longer followed. */
    void close() {
      synchronized (Outage.this) {
        closed = true;
        if (unanswered.remove(this) && unanswered.isEmpty()) {
          Log.LIVE.debug("no alias that cannot be read is followed any more");
        }
      }
    }

    private void answered() {
      if (unanswered.remove(this) && unanswered.isEmpty()) {
        Log.LIVE.info(
            "aliases can be read again after {}; {} could not be read",
            Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos)),
            aliases);
      }
    }
  }

  /** Returns a failure as part of a line. */
  static String oneLine(Throwable reason) {
    String message = reason instanceof ArtifactException ? reason.getMessage() : null;
    return (message == null ? reason.toString() : message).strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
