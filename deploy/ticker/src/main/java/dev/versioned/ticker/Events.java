package dev.versioned.ticker;

/** Where events go. */
interface Events extends AutoCloseable {
  /** Sends nothing. */
  Events NONE =
      new Events() {
        @Override
        public boolean send(Event event) {
          return true;
        }

        @Override
        public void close() {}
      };

  /**
   * Sends an event; never throws.
   *
   * @return false if it was not sent; the reason is in the log
   */
  boolean send(Event event);

  @Override
  void close();
}
