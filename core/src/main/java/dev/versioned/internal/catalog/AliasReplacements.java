package dev.versioned.internal.catalog;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.Routing;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the replacement of an alias that cannot be read: the alias without its rollout if only the
 * rollout cannot be read, otherwise a tombstone. Either is a move, with a row in the ledger.
 */
final class AliasReplacements {
  private final ItemStore items;
  private final AliasPartition aliases;

  AliasReplacements(ItemStore items, AliasPartition aliases) {
    this.items = items;
    this.aliases = aliases;
  }

  /** The end of the alias's ledger. */
  private record End(long revision, Optional<LedgerRow> lastReadable, Instant at, long epoch) {
    /** Returns the routing of the highest row, if that row can be read. */
    Optional<Routing> routing() {
      return lastReadable
          .map(LedgerRow::entry)
          .filter(entry -> entry.revision() == revision)
          .flatMap(LedgerEntry::after);
    }

    /** Returns the versions that the alias pointed to by the highest row. */
    Set<VersionNumber> targets() {
      Set<VersionNumber> targets = routing().map(Routing::versions).orElseGet(TreeSet::new);
      lastReadable
          .filter(row -> row.entry().revision() == revision)
          .ifPresent(row -> targets.addAll(row.overrides().versions()));
      return targets;
    }
  }

  Replacement of(Item item, AsideRequest request) {
    ArtifactName artifact = Keys.artifactOf(item.key());
    AliasName name = AliasName.parse(item.key().sort());
    End end = end(item, artifact, name, request);
    return withoutRollout(item)
        .map(present -> kept(present, end, request))
        .orElseGet(() -> deleted(artifact, name, end, request));
  }

  private End end(Item item, ArtifactName artifact, AliasName name, AsideRequest request) {
    Optional<LedgerRow> last =
        aliases.ledger(artifact, name, Long.MAX_VALUE, 1, (key, why) -> {}).items().stream()
            .findFirst();
    long highestRow =
        Replacements.highest(
            items,
            Keys.ledger(artifact),
            Keys.ledgerSortKey(name, 1),
            Keys.ledgerSortKey(name, VersionNumber.MAX),
            Keys::revisionOf);
    long own = AsidePartition.number(item, Attributes.REVISION, VersionNumber.MAX - 1).orElse(0L);
    Instant at = last.map(row -> row.entry().at()).orElse(Instant.MIN);
    long epoch = AsidePartition.number(item, Attributes.EPOCH, VersionNumber.MAX).orElse(0L);
    // rule: revisions-go-on-after-a-replacement
    return new End(
        Math.max(highestRow, own), last, at.isAfter(request.at()) ? at : request.at(), epoch);
  }

  /**
   * Returns the alias without its rollout, if the rest can be read. Most attributes of an alias
   * depend on each other; the rollout does not.
   */
  private Optional<AliasEntry.Present> withoutRollout(Item item) {
    try {
      return aliases.read(Replacements.without(item, Attributes.ROLLOUT))
              instanceof AliasEntry.Present present
          ? Optional.of(present)
          : Optional.empty();
    } catch (UnreadableRecordException e) {
      return Optional.empty();
    }
  }

  private static Replacement kept(AliasEntry.Present present, End end, AsideRequest request) {
    Alias old = present.alias();
    long revision = end.revision() + 1;
    Alias alias =
        new Alias(
            old.artifact(),
            old.name(),
            revision,
            old.routing(),
            old.slots(),
            old.splitId(),
            old.versions(),
            old.description(),
            end.at(),
            request.by(),
            old.epoch(),
            old.freeze(),
            old.overrides());
    AliasEntry.Present entry =
        new AliasEntry.Present(
            alias,
            request.moveId(),
            present.servingRevision(),
            present.rollbackRevision(),
            Optional.empty());
    LedgerRow row =
        row(
            old.artifact(),
            old.name(),
            Action.MOVE,
            Optional.of(old),
            "its rollout could not be read and was set aside",
            end,
            request);
    return new Replacement(
        AliasItems.write(entry.withRowHash(LedgerItems.hash(row))),
        List.of(put(row)),
        "the alias still routes to "
            + old.routing()
            + ", at revision "
            + revision
            + ", and has no rollout");
  }

  private Replacement deleted(
      ArtifactName artifact, AliasName name, End end, AsideRequest request) {
    AliasEntry.Deleted entry =
        new AliasEntry.Deleted(
            artifact, name, end.revision() + 1, request.moveId(), end.at(), end.epoch());
    LedgerRow row =
        row(
            artifact,
            name,
            Action.DELETE,
            Optional.empty(),
            "its record could not be read and was set aside",
            end,
            request);
    List<ItemWrite> others = new ArrayList<>();
    others.add(put(row));
    end.routing().ifPresent(routing -> end.targets().forEach(n -> release(artifact, n, others)));
    return new Replacement(
        AliasItems.write(entry.withRowHash(LedgerItems.hash(row))),
        others,
        "the alias is deleted at revision "
            + entry.revision()
            + ", and can be created again"
            + end.routing().map(routing -> "; it routed to " + routing).orElse(""));
  }

  private static LedgerRow row(
      ArtifactName artifact,
      AliasName name,
      Action action,
      Optional<Alias> after,
      String reason,
      End end,
      AsideRequest request) {
    LedgerEntry entry =
        new LedgerEntry(
            artifact,
            name,
            end.revision() + 1,
            action,
            end.routing(),
            after.map(Alias::routing),
            request.by(),
            reason,
            end.at());
    // A row that cannot be read breaks the chain, which fsck reports.
    String previous =
        end.lastReadable()
            .filter(last -> last.entry().revision() == end.revision())
            .map(LedgerItems::hash)
            .orElse("");
    return new LedgerRow(
        entry,
        request.moveId(),
        0,
        new TreeMap<>(),
        previous,
        after.map(Alias::overrides).orElse(AliasOverrides.NONE));
  }

  private static ItemWrite put(LedgerRow row) {
    return new ItemWrite.Put(LedgerItems.write(row), Condition.absent());
  }

  /**
   * Releases one reference. A version whose state is not stored has no count; fsck reports that.
   */
  private void release(ArtifactName artifact, VersionNumber number, List<ItemWrite> writes) {
    ItemKey key = Keys.state(artifact, number);
    items
        .read("read the state of " + artifact + ":" + number, key, Consistency.STRONG)
        .ifPresent(item -> writes.add(StatePartition.release(artifact, number, -1)));
  }
}
