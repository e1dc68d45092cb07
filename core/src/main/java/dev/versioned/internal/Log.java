package dev.versioned.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loggers, each named for what is logged. */
public final class Log {
  /** What was left behind for the collector. */
  public static final Logger CLEANUP = LoggerFactory.getLogger("dev.versioned.cleanup");

  /** How a {@link dev.versioned.LiveAlias} follows its alias. */
  public static final Logger LIVE = LoggerFactory.getLogger("dev.versioned.live");

  /** Numbers that a publish gave up. */
  public static final Logger PUBLISH = LoggerFactory.getLogger("dev.versioned.publish");

  /** Records that cannot be read. */
  public static final Logger RECORDS = LoggerFactory.getLogger("dev.versioned.records");

  /** Stores that were examined, because no record of it exists. */
  public static final Logger STORES = LoggerFactory.getLogger("dev.versioned.stores");

  /** What went wrong beside a transfer. */
  public static final Logger TRANSFER = LoggerFactory.getLogger("dev.versioned.transfer");

  private Log() {}
}
