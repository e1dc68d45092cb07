package dev.versioned.internal.catalog;

import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.ItemStore;
import java.util.Set;

/**
 * The names of the attributes. The stored form is API: golden files in the tests show every item.
 */
final class Attributes {
  /** The schema number with which an item was written. */
  static final String SCHEMA = "schema";

  static final String ARTIFACT = IndexQuery.ARTIFACTS.sort();

  // Artifacts.
  /**
   * The partition key of the index: present while the artifact is listed, and on an alias while its
   * rollout is under way.
   */
  static final String LISTED = IndexQuery.ARTIFACTS.partition();

  static final String LAST_NUMBER = "last_number";
  static final String RESTORES = "restores";
  static final String FINGERPRINT = "fingerprint";
  static final String ATTEMPT_ID = "attempt_id";

  // Versions, the working copy among them.
  static final String NUMBER = "number";
  static final String SHA256 = "sha256";
  static final String SIZE_BYTES = "size_bytes";
  static final String KEY = "key";
  static final String CONTENT_TYPE = "content_type";
  static final String FILE_NAME = "file_name";
  static final String DESCRIPTION = "description";
  static final String METADATA = "metadata";
  static final String CREATED_AT = "created_at";
  static final String CREATED_BY = "created_by";
  static final String STATE = "state";
  static final String STATE_CHANGED_AT = "state_changed_at";
  static final String REFERENCES = "references";
  static final String UPLOAD_ID = "upload_id";
  static final String ETAG = "etag";
  static final String REVISION = "revision";

  /** The revision of {@code $LATEST} that a version was published from; only on such versions. */
  static final String LATEST_REVISION = "latest_revision";

  // Idempotency keys, and tombstones of uploads.
  static final String IDEMPOTENCY_KEY = "idempotency_key";

  /**
   * The exact time from which a key may be used again, as text of fixed width that can be compared.
   */
  static final String VALID_UNTIL = "valid_until";

  /** The time from which the store may remove the item. */
  static final String EXPIRES_AT = ItemStore.EXPIRES_AT;

  // Aliases.
  static final String ALIAS = "alias";
  static final String PRIMARY = "primary";
  static final String ADDITIONAL = "additional";
  static final String SLOTS = "slots";
  static final String SPLIT_ID = "split_id";
  static final String HASH = "hash";
  static final String VERSIONS = "versions";
  static final String UPDATED_AT = "updated_at";
  static final String UPDATED_BY = "updated_by";
  static final String MOVE_ID = "move_id";
  static final String SERVING_REVISION = "serving_revision";
  static final String ROLLBACK_REVISION = "rollback_revision";

  static final String EPOCH = "epoch";

  /** Until when the alias is frozen, by whom and why; only if it was frozen. */
  static final String FREEZE = "freeze";

  static final String UNTIL = "until";

  /**
   * In an alias and in its ledger, which overrides are in force; only if there ever were any. In an
   * item of overrides, the version of each key.
   */
  static final String OVERRIDES = "overrides";

  static final String COUNT = "count";

  // Rollouts, within their alias.
  static final String ROLLOUT = "rollout";
  static final String ROLLOUT_ID = "id";
  static final String VERSION = "version";
  static final String STRATEGY = "strategy";
  static final String NOT_ENOUGH_DATA = "not_enough_data";

  /** The name of the gate that a ticker asks; only if one is named. */
  static final String GATE = "gate";

  static final String FROM = "from";
  static final String FROM_REVISION = "from_revision";
  static final String FROM_ROLLBACK_REVISION = "from_rollback_revision";
  static final String STEP = "step";
  static final String DUE_AT = "due_at";
  static final String STARTED_AT = "started_at";
  static final String CHANGED_AT = "changed_at";
  static final String STARTED_BY = "started_by";

  /** Who may approve; only if not anyone. */
  static final String APPROVER = "approver";

  /** The last step whose wait was approved; only if one was. */
  static final String APPROVED_STEP = "approved_step";

  // Moves with an idempotency key.
  static final String REQUEST = "request";

  // Ledgers.
  static final String DIGESTS = "digests";
  static final String PREVIOUS_HASH = "previous_hash";
  static final String ROW_HASH = "row_hash";
  static final String ACTION = "action";
  static final String BEFORE = "before";
  static final String AFTER = "after";
  static final String BY = "by";
  static final String REASON = "reason";
  static final String AT = "at";

  // Labels.
  static final String LABELS = "labels";

  // Signatures.
  static final String KEY_ID = "key_id";
  static final String SIGNATURE = "signature";

  // Attestations.
  static final String ENVELOPE = "envelope";

  // Reports of followers.
  static final String PROCESS = "process";
  static final String READY = "ready";
  static final String NOT_READY = "not_ready";
  static final String STALENESS_MILLIS = "staleness_millis";

  /** What became of the requests of each version, see {@link OutcomeText}. */
  static final String OUTCOMES = "outcomes";

  /** The revision since which they are counted. */
  static final String COUNTED_SINCE = "counted_since";

  /** The weight of the additional version, in basis points. */
  static final String WEIGHT = "weight";

  /** Orders the reports of a process that counts. */
  static final String REPORT = "report";

  static final String LEVEL = "level";
  static final String REPORTS = "reports";

  // The repository.
  /** The format number of everything that is stored, in both stores. */
  static final String FORMAT = "format";

  static final String PLACE = "place";
  static final String TABLE = "table";
  static final String BOUND_AT = "bound_at";

  /** The only Region in which the table is written; absent if it has none. */
  static final String HOME_REGION = "home_region";

  /** When the stores were last examined and found right; absent if they were not. */
  static final String EXAMINED_AT = "examined_at";

  // Items that were set aside.
  /** The whole original item, without its keys. */
  static final String ITEM = "item";

  static final String ITEM_PARTITION = "item_pk";
  static final String ITEM_SORT = "item_sk";

  /**
   * The attributes that an item of any kind of record may have, without those nested in other
   * attributes.
   */
  static final Set<String> OF_RECORDS =
      Set.of(
          SCHEMA,
          ARTIFACT,
          LISTED,
          LAST_NUMBER,
          RESTORES,
          REQUEST,
          DIGESTS,
          FINGERPRINT,
          ATTEMPT_ID,
          NUMBER,
          SHA256,
          SIZE_BYTES,
          KEY,
          CONTENT_TYPE,
          FILE_NAME,
          DESCRIPTION,
          METADATA,
          CREATED_AT,
          CREATED_BY,
          STATE,
          STATE_CHANGED_AT,
          REFERENCES,
          UPLOAD_ID,
          ETAG,
          REVISION,
          LATEST_REVISION,
          IDEMPOTENCY_KEY,
          VALID_UNTIL,
          EXPIRES_AT,
          ALIAS,
          PRIMARY,
          ADDITIONAL,
          SLOTS,
          SPLIT_ID,
          HASH,
          VERSIONS,
          UPDATED_AT,
          UPDATED_BY,
          MOVE_ID,
          SERVING_REVISION,
          ROLLBACK_REVISION,
          ROLLOUT,
          ACTION,
          BEFORE,
          AFTER,
          BY,
          REASON,
          AT,
          PREVIOUS_HASH,
          ROW_HASH,
          EPOCH,
          FREEZE,
          OVERRIDES,
          LABELS,
          KEY_ID,
          SIGNATURE,
          ENVELOPE,
          PROCESS,
          READY,
          NOT_READY,
          STALENESS_MILLIS,
          OUTCOMES,
          COUNTED_SINCE,
          WEIGHT,
          REPORT,
          LEVEL,
          REPORTS);

  private Attributes() {}
}
