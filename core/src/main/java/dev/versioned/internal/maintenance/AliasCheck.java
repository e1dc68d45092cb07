package dev.versioned.internal.maintenance;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.read.Resolver;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.record.StoredAlias;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.maintenance.Violation;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Routing;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.rollout.Rollout;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

// Over 300 lines: a method for each thing that an alias and its ledger say of each other.
/**
 * Checks the aliases of one artifact, and the ledger of each from the alias back to its first row.
 */
public final class AliasCheck {
  private final Resolver resolver;
  private final Catalog catalog;
  private final ArtifactName artifact;
  private final int pageSize;
  private final Doubt doubt;
  private final Findings findings;

  public AliasCheck(
      Resolver resolver,
      Catalog catalog,
      ArtifactName artifact,
      int pageSize,
      Doubt doubt,
      Findings findings) {
    this.resolver = resolver;
    this.catalog = catalog;
    this.artifact = artifact;
    this.pageSize = pageSize;
    this.doubt = doubt;
    this.findings = findings;
  }

  public Stream<Violation> aliases() {
    return References.aliases(catalog, artifact, pageSize, findings)
        .flatMap(entry -> alias(entry.name()).stream());
  }

  /** Reads the idempotency keys of the moves: the unreadable ones are found so. */
  public Stream<Violation> moves() {
    return Page.<MoveRecord>stream(last -> catalog.moves(artifact, last, pageSize, findings))
        .flatMap(readable -> Stream.empty());
  }

  private List<Violation> alias(AliasName name) {
    return doubt.resolve(
        artifact + ":" + name,
        () -> catalog.findStoredAlias(artifact, name),
        entry -> entry.map(e -> new Look(e).violations()).orElse(List.of()));
  }

  /** One pass over an alias. */
  private final class Look {
    private final StoredAlias stored;
    private final AliasEntry entry;
    private final String subject;
    private final List<Violation> found = new ArrayList<>();

    Look(StoredAlias stored) {
      this.stored = stored;
      this.entry = stored.entry();
      this.subject = artifact + ":" + entry.name();
    }

    List<Violation> violations() {
      Optional<Alias> alias = entry.present().map(AliasEntry.Present::alias);
      Optional<Routing> routing = alias.map(Alias::routing);
      if (entry instanceof AliasEntry.Present present) {
        targets(present.alias());
        overrides(present.alias());
        rollback(present);
        trust(present);
        present.rollout().filter(r -> !r.isOver()).ifPresent(r -> rollout(r, present.alias()));
      }
      // rule: wrongly-listed-rollout-is-reported
      if (stored.listed() != stored.isRollingOut()) {
        report(
            Violation.Kind.ROLLOUT_LISTING_DIFFERS,
            subject,
            listing(stored.isRollingOut()),
            listing(stored.listed()));
      }
      ledger(routing);
      return found;
    }

    private void overrides(Alias alias) {
      try {
        resolver.overrides(alias, Consistency.STRONG);
      } catch (UnreadableRecordException e) {
        // rule: overrides-that-do-not-fit-are-reported
        report(
            Violation.Kind.OVERRIDES_DIFFER,
            subject,
            text(alias.overrides()),
            String.valueOf(e.getMessage()));
      }
    }

    private void targets(Alias alias) {
      for (VersionNumber number : alias.targets()) {
        Optional<VersionEntry> target;
        try {
          target = catalog.findVersion(artifact, number);
        } catch (UnreadableRecordException e) {
          findings.add(e);
          continue;
        }
        if (target.isPresent() && target.get() instanceof VersionEntry.Committed version) {
          target(version, alias.versions().get(number));
        } else {
          report(
              Violation.Kind.TARGET_NOT_ACTIVE,
              subject,
              "version " + number + " ACTIVE",
              target.isEmpty() ? "no such version" : "never committed");
        }
      }
    }

    private void target(VersionEntry.Committed target, @Nullable Version carried) {
      // rule: alias-of-a-deleted-version-is-reported
      if (target.state() != VersionState.ACTIVE) {
        report(
            Violation.Kind.TARGET_NOT_ACTIVE,
            subject,
            "version " + target.number() + " ACTIVE",
            target.state().toString());
      }
      if (carried != null && !carried.equals(target.version())) {
        report(
            Violation.Kind.TARGET_DIFFERS, subject, describe(target.version()), describe(carried));
      }
    }

    /**
     * Checks that the serving revision introduced the current routing, and that a rollback has a
     * revision to go back to.
     */
    private void rollback(AliasEntry.Present present) {
      Optional<Routing> served = routingAt(present.servingRevision());
      Optional<Routing> routing = Optional.of(present.alias().routing());
      if (!served.equals(routing)) {
        report(
            Violation.Kind.ROLLBACK_DIFFERS,
            subject,
            "revision " + present.servingRevision() + " to have introduced " + text(routing),
            text(served));
      }
      AliasOverrides now = present.alias().overrides();
      AliasOverrides then = overridesAt(present.servingRevision());
      // rule: overrides-without-a-row-are-reported
      if (!then.equals(now)) {
        report(
            Violation.Kind.ROLLBACK_DIFFERS,
            subject,
            "revision " + present.servingRevision() + " to have introduced " + text(now),
            text(then));
      }
      long back = present.rollbackRevision();
      // rule: way-back-outside-the-ledger-is-reported
      if (back != 0 && (back >= present.servingRevision() || routingAt(back).isEmpty())) {
        report(
            Violation.Kind.ROLLBACK_DIFFERS,
            subject,
            "a revision before " + present.servingRevision() + " to roll back to",
            "revision " + back + ", which introduced " + text(routingAt(back)));
      }
    }

    private void trust(AliasEntry.Present present) {
      try {
        resolver.checkToRoute(present, Optional.empty());
      } catch (UntrustedVersionException e) {
        report(
            Violation.Kind.UNTRUSTED,
            subject,
            "signatures as the trust policy demands",
            String.valueOf(e.getMessage()));
      }
    }

    private void rollout(Rollout rollout, Alias alias) {
      if (!rollout.routing().equals(alias.routing())) {
        report(
            Violation.Kind.ROLLOUT_DIFFERS,
            subject,
            rollout.routing() + " at step " + rollout.step() + " of rollout " + rollout.id(),
            alias.routing().toString());
      }
    }

    private static String listing(boolean listed) {
      return listed ? "in the list of rollouts" : "not in the list of rollouts";
    }

    private Optional<Routing> routingAt(long revision) {
      return row(revision).flatMap(row -> row.entry().after());
    }

    private AliasOverrides overridesAt(long revision) {
      return row(revision).map(LedgerRow::overrides).orElse(AliasOverrides.NONE);
    }

    private Optional<LedgerRow> row(long revision) {
      return catalog.findLedgerRow(artifact, entry.name(), revision);
    }

    private void ledger(Optional<Routing> routing) {
      long revision = entry.revision();
      if (row(revision + 1).isPresent()) {
        report(
            Violation.Kind.LEDGER_GAP,
            subject + " revision " + (revision + 1),
            "no row: the alias is at revision " + revision,
            "a row");
      }
      // Rows up to the alias's revision existed when the alias was read, and never change.
      LedgerRow newer = null;
      Stream<LedgerRow> rows =
          Page.stream(
              last ->
                  catalog.ledger(
                      artifact,
                      entry.name(),
                      last == null ? revision + 1 : last.entry().revision(),
                      pageSize,
                      findings));
      for (LedgerRow row : (Iterable<LedgerRow>) rows::iterator) {
        long expected = newer == null ? revision : newer.entry().revision() - 1;
        // rule: missing-ledger-row-is-reported
        if (row.entry().revision() != expected) {
          gap(row.entry().revision() + 1, expected);
        } else if (newer == null) {
          end(routing, row);
          hash(row, entry.rowHash());
        } else {
          link(row.entry(), newer.entry());
          hash(row, newer.previousHash());
        }
        newer = row;
      }
      if (newer == null) {
        gap(1, revision);
      } else {
        start(newer.entry());
      }
    }

    private void end(Optional<Routing> routing, LedgerRow last) {
      if (!last.entry().after().equals(routing) || !last.moveId().equals(entry.moveId())) {
        report(
            Violation.Kind.LEDGER_END_DIFFERS,
            subject,
            text(last.entry().after()) + " by move " + last.moveId(),
            text(routing) + " by move " + entry.moveId());
      }
    }

    private void link(LedgerEntry older, LedgerEntry newer) {
      // rule: broken-ledger-is-reported
      if (!newer.before().equals(older.after())) {
        report(
            Violation.Kind.LEDGER_BROKEN,
            subject + " revision " + newer.revision(),
            "to begin with " + text(older.after()),
            text(newer.before()));
      }
    }

    private void hash(LedgerRow row, String recorded) {
      // rule: changed-ledger-row-is-reported
      if (!recorded.isEmpty() && !recorded.equals(Catalog.hash(row))) {
        report(
            Violation.Kind.LEDGER_CHANGED,
            subject + " revision " + row.entry().revision(),
            "the row with hash " + recorded,
            Catalog.hash(row));
      }
    }

    private void start(LedgerEntry first) {
      if (first.revision() > 1) {
        gap(1, first.revision() - 1);
      } else if (first.before().isPresent()) {
        report(
            Violation.Kind.LEDGER_BROKEN,
            subject + " revision 1",
            "to begin with " + text(Optional.empty()),
            text(first.before()));
      }
    }

    private void gap(long from, long to) {
      report(
          Violation.Kind.LEDGER_GAP,
          subject,
          "rows of revisions " + from + " to " + to,
          "none of them");
    }

    private void report(Violation.Kind kind, String what, String expected, String actual) {
      found.add(new Violation(kind, artifact, what, expected, actual));
    }
  }

  private static String text(AliasOverrides overrides) {
    return overrides.count() + " overrides of revision " + overrides.revision();
  }

  private static String text(Optional<Routing> routing) {
    return routing.map(Routing::toString).orElse("no alias");
  }

  private static String describe(Version version) {
    return version + " of " + version.sizeBytes() + " bytes with digest " + version.digest();
  }
}
