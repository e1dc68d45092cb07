package dev.versioned;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loggers, each named for what is logged. */
final class Log {
  /** What was left behind for the collector. */
  static final Logger CLEANUP = LoggerFactory.getLogger("dev.versioned.cleanup");

  /** How a {@link LiveAlias} follows its alias. */
  static final Logger LIVE = LoggerFactory.getLogger("dev.versioned.live");

  /** Numbers that a publish gave up. */
  static final Logger PUBLISH = LoggerFactory.getLogger("dev.versioned.publish");

  /** Records that cannot be read. */
  static final Logger RECORDS = LoggerFactory.getLogger("dev.versioned.records");

  /** What went wrong beside a transfer. */
  static final Logger TRANSFER = LoggerFactory.getLogger("dev.versioned.transfer");

  private Log() {}
}
