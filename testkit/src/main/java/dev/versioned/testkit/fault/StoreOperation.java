package dev.versioned.testkit.fault;

import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;

/**
 * The library's operations on its two stores: the methods of {@link BlobStore}, and the purposes
 * for which it calls {@link ItemStore}. A purpose is recognized by its first words.
 */
public enum StoreOperation {
  /**
   * {@link BlobStore#create}, and an upload of {@link BlobStore#begin} or {@link BlobStore#resume}.
   */
  CREATE(Kind.WRITE),
  /** {@link BlobStore#createFromStream}. */
  CREATE_FROM_STREAM(Kind.WRITE),
  /** {@link BlobStore#copy}. */
  COPY(Kind.WRITE),
  /** {@link BlobStore#find}. */
  FIND(Kind.READ),
  /** {@link BlobStore#open} and {@link BlobStore#openRange}. */
  OPEN(Kind.READ),
  /** {@link BlobStore#delete}. */
  DELETE(Kind.WRITE),
  /** {@link BlobStore#list(dev.versioned.model.ArtifactName)}. */
  LIST(Kind.READ),
  /**
   * {@link BlobStore#list(dev.versioned.model.ArtifactName, dev.versioned.model.VersionNumber)}.
   */
  LIST_FOLDER(Kind.READ),
  /** {@link BlobStore#artifacts}. */
  BLOB_ARTIFACTS(Kind.READ),
  /** {@link BlobStore#unfinishedWrites}. */
  UNFINISHED_WRITES(Kind.READ),
  /** {@link BlobStore#abort}. */
  ABORT(Kind.WRITE),
  /** {@link BlobStore#now}. */
  NOW(Kind.READ),

  /** Reserves the next version number. */
  RESERVE(Kind.WRITE, "reserve a version number of "),
  /** Commits a version; with an idempotency key it is a transaction. */
  COMMIT(Kind.TRANSACTION, "commit "),
  /** Records an idempotency key for an existing version. */
  RECORD_KEY(Kind.WRITE, "record idempotency key "),
  /** Reads an idempotency key. */
  FIND_KEY(Kind.READ, "read idempotency key "),
  /** Lists the idempotency keys of an artifact. */
  KEYS(Kind.READ, "list the idempotency keys of "),
  /** Reads the record of a version number. */
  FIND_VERSION(Kind.READ, "read version "),
  /** Reads the state of a version. */
  FIND_STATE(Kind.READ, "read the state of "),
  /** Lists the records of an artifact's version numbers, also to find its newest version. */
  VERSIONS(Kind.READ, "list the versions of "),
  /** Lists the states of an artifact's versions. */
  STATES(Kind.READ, "list the states of "),
  /** Adds the signature of a version that exists. */
  SIGN(Kind.WRITE, "sign "),
  /** Reads the signature of a version by one key. */
  FIND_SIGNATURE(Kind.READ, "read the signature of "),
  /** Lists signatures of versions. */
  SIGNATURES(Kind.READ, "list the signatures of "),
  /** Attaches an attestation to a version. */
  ATTACH(Kind.WRITE, "attach to "),
  /** Lists attestations of versions. */
  ATTESTATIONS(Kind.READ, "list the attestations of "),
  /** Changes the labels of a version. */
  LABEL(Kind.WRITE, "label "),
  /** Reads the labels of a version. */
  FIND_LABELS(Kind.READ, "read the labels of "),
  /** Lists the labels of an artifact's versions. */
  LABELS(Kind.READ, "list the labels of "),
  /** Puts the report of a follower, in place of its last one. */
  REPORT(Kind.WRITE, "report process "),
  /** Records how the reports of followers are sampled. */
  SAMPLE(Kind.WRITE, "report sampling "),
  /** Reads how the reports of followers are sampled. */
  FIND_SAMPLING(Kind.READ, "read the sampling of "),
  /** Lists reports of followers. */
  REPORTS(Kind.READ, "list the reports of "),
  /** Changes the state of a version. */
  CHANGE_STATE(Kind.WRITE, "make "),
  /** Restores a version, and lists its artifact again. */
  RESTORE(Kind.TRANSACTION, "restore "),
  /** Makes a version number unusable. */
  ABANDON(Kind.WRITE, "abandon "),
  /** Gives up a version number whose key holds an object of another writer. */
  GIVE_UP(Kind.WRITE, "give up "),
  /** Reads the record of an artifact. */
  FIND_ARTIFACT(Kind.READ, "read artifact "),
  /** Records an artifact. */
  REGISTER(Kind.WRITE, "register "),
  /** Removes an artifact from the list, and removes its working copy. */
  RETIRE(Kind.TRANSACTION, "retire "),
  /** Lists the artifacts that are not retired. */
  ARTIFACTS(Kind.READ, "list the artifacts"),
  /** Lists all artifacts. */
  ALL_ARTIFACTS(Kind.READ, "list all artifacts"),
  /** Reads the working copy. */
  LATEST(Kind.READ, "read "),
  /** Replaces the working copy. */
  SWAP_LATEST(Kind.TRANSACTION, "put "),
  /** Makes an upload of a working copy unusable. */
  ABANDON_UPLOAD(Kind.TRANSACTION, "abandon upload "),
  /** Reads an alias. */
  FIND_ALIAS(Kind.READ, "read alias "),
  /** Reads the overrides of an alias. */
  FIND_OVERRIDES(Kind.READ, "read the overrides of "),
  /** Lists the overrides of an alias. */
  OVERRIDES(Kind.READ, "list the overrides of "),
  /** Lists the aliases of an artifact. */
  ALIASES(Kind.READ, "list the aliases of "),
  /** Lists the aliases whose rollouts are under way. */
  ROLLOUTS(Kind.READ, "list the rollouts"),
  /** Moves aliases. */
  MOVE(Kind.TRANSACTION, "move alias "),
  /** Reads a row of a ledger. */
  FIND_LEDGER_ROW(Kind.READ, "read revision "),
  /** Lists the rows of a ledger. */
  LEDGER(Kind.READ, "list the ledger of "),
  /** Reads the binding of the items to a place; not called over stores in memory. */
  FIND_BINDING(Kind.READ, "read the binding "),
  /** Binds the items to a place; not called over stores in memory. */
  BIND(Kind.WRITE, "bind "),
  /** Examines the items; not called over stores in memory. */
  EXAMINE(Kind.TRANSACTION, "examine "),
  /** Writes a record of an import, some in a transaction. */
  IMPORT(Kind.TRANSACTION, "import "),
  /** Sets an unreadable record aside. */
  SET_ASIDE(Kind.TRANSACTION, "set ");

  private enum Kind {
    READ,
    WRITE,
    TRANSACTION
  }

  private static final StoreOperation[] ALL = values();

  private final Kind kind;
  private final String firstWords;

  StoreOperation(Kind kind) {
    this(kind, "");
  }

  StoreOperation(Kind kind, String firstWords) {
    this.kind = kind;
    this.firstWords = firstWords;
  }

  /**
   * Returns the operation that calls an item store for a purpose: the one with the longest first
   * words that the purpose starts with.
   *
   * @param purpose the purpose of the call
   * @return the operation
   * @throws IllegalArgumentException if no operation has such a purpose
   */
  public static StoreOperation of(String purpose) {
    StoreOperation found = null;
    for (StoreOperation operation : ALL) {
      if (!operation.firstWords.isEmpty()
          && purpose.startsWith(operation.firstWords)
          && (found == null || operation.firstWords.length() > found.firstWords.length())) {
        found = operation;
      }
    }
    if (found == null) {
      throw new IllegalArgumentException(
          "Cannot name the operation \""
              + purpose
              + "\": no operation begins with these words; add it to StoreOperation");
    }
    return found;
  }

  /**
   * Returns whether the operation can change the store.
   *
   * @return false for a read
   */
  public boolean isWrite() {
    return kind != Kind.READ;
  }

  /**
   * Returns whether the operation may write several items in one transaction.
   *
   * @return true for a transaction
   */
  public boolean isTransaction() {
    return kind == Kind.TRANSACTION;
  }

  /**
   * Returns whether the operation transfers the bytes of content.
   *
   * @return true for opening and for writing a blob, except for copies
   */
  public boolean hasBody() {
    return this == CREATE || this == CREATE_FROM_STREAM || this == OPEN;
  }
}
