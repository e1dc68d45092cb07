package dev.versioned.testkit.fault;

import dev.versioned.spi.BlobStore;
import dev.versioned.spi.CatalogStore;

/** The operations of {@link BlobStore} and {@link CatalogStore}. */
public enum StoreOperation {
  /** {@link BlobStore#create} and {@link BlobStore#resume}. */
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
  /** {@link BlobStore#list}. */
  LIST(Kind.READ),
  /** {@link BlobStore#artifacts}. */
  BLOB_ARTIFACTS(Kind.READ),
  /** {@link BlobStore#unfinishedWrites}. */
  UNFINISHED_WRITES(Kind.READ),
  /** {@link BlobStore#abort}. */
  ABORT(Kind.WRITE),
  /** {@link BlobStore#now}. */
  NOW(Kind.READ),

  /** {@link CatalogStore#reserve}. */
  RESERVE(Kind.WRITE),
  /** {@link CatalogStore#commit}. */
  COMMIT(Kind.TRANSACTION),
  /** {@link CatalogStore#recordKey}. */
  RECORD_KEY(Kind.TRANSACTION),
  /** {@link CatalogStore#findKey}. */
  FIND_KEY(Kind.READ),
  /** {@link CatalogStore#keys}. */
  KEYS(Kind.READ),
  /** {@link CatalogStore#findVersion}. */
  FIND_VERSION(Kind.READ),
  /** {@link CatalogStore#versions}. */
  VERSIONS(Kind.READ),
  /** {@link CatalogStore#changeState}. */
  CHANGE_STATE(Kind.WRITE),
  /** {@link CatalogStore#abandon}. */
  ABANDON(Kind.WRITE),
  /** {@link CatalogStore#findArtifact}. */
  FIND_ARTIFACT(Kind.READ),
  /** {@link CatalogStore#register}. */
  REGISTER(Kind.WRITE),
  /** {@link CatalogStore#retire}. */
  RETIRE(Kind.WRITE),
  /** {@link CatalogStore#artifacts}. */
  ARTIFACTS(Kind.READ),
  /** {@link CatalogStore#allArtifacts}. */
  ALL_ARTIFACTS(Kind.READ),
  /** {@link CatalogStore#latest}. */
  LATEST(Kind.READ),
  /** {@link CatalogStore#swapLatest}. */
  SWAP_LATEST(Kind.TRANSACTION),
  /** {@link CatalogStore#removeLatest}. */
  REMOVE_LATEST(Kind.WRITE),
  /** {@link CatalogStore#abandonUpload}. */
  ABANDON_UPLOAD(Kind.WRITE),
  /** {@link CatalogStore#findAlias}. */
  FIND_ALIAS(Kind.READ),
  /** {@link CatalogStore#aliases}. */
  ALIASES(Kind.READ),
  /** {@link CatalogStore#moveAll}. */
  MOVE(Kind.TRANSACTION),
  /** {@link CatalogStore#findLedgerRow}. */
  FIND_LEDGER_ROW(Kind.READ),
  /** {@link CatalogStore#ledger}. */
  LEDGER(Kind.READ);

  private enum Kind {
    READ,
    WRITE,
    TRANSACTION
  }

  private final Kind kind;

  StoreOperation(Kind kind) {
    this.kind = kind;
  }

  /**
   * Tells whether the operation can change the store.
   *
   * @return false for a read
   */
  public boolean isWrite() {
    return kind != Kind.READ;
  }

  /**
   * Tells whether the operation writes several items of the catalog at once.
   *
   * @return true for a transaction
   */
  public boolean isTransaction() {
    return kind == Kind.TRANSACTION;
  }

  /**
   * Tells whether bytes of content go one way or the other.
   *
   * @return true for the opening and for the writing of a blob, copies excepted
   */
  public boolean hasBody() {
    return this == CREATE || this == CREATE_FROM_STREAM || this == OPEN;
  }
}
