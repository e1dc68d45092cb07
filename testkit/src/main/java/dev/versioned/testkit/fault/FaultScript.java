package dev.versioned.testkit.fault;

import java.util.List;

/** Says which call meets which fault. */
@FunctionalInterface
public interface FaultScript {

  /**
   * Decides about a call.
   *
   * @param call the call
   * @return what happens to it
   */
  Fault at(StoreCall call);

  /**
   * Lets every call pass.
   *
   * @return the script
   */
  static FaultScript none() {
    return call -> Fault.NONE;
  }

  /**
   * Lets one call meet a fault: the nth of an operation.
   *
   * @param operation the operation
   * @param nth which call of it, 1 for the first
   * @param fault what happens to it
   * @return the script
   */
  static FaultScript nth(StoreOperation operation, long nth, Fault fault) {
    return call -> call.operation() == operation && call.nth() == nth ? fault : Fault.NONE;
  }

  /**
   * Lets one call meet a fault: the one with so many before it.
   *
   * @param index the call's index
   * @param fault what happens to it
   * @return the script
   */
  static FaultScript at(long index, Fault fault) {
    return call -> call.index() == index ? fault : Fault.NONE;
  }

  /**
   * Lets every call meet a fault, as an outage does.
   *
   * @param fault what happens to them
   * @return the script
   */
  static FaultScript always(Fault fault) {
    return call -> fault;
  }

  /**
   * Lets calls meet faults by chance. The same seed gives the same faults to the same sequence of
   * calls.
   *
   * @param seed the seed
   * @param rate which part of the calls meets a fault, 0 to 1
   * @param faults the faults to draw from; where the one drawn does not concern the operation, the
   *     call passes
   * @return the script
   */
  static FaultScript seeded(long seed, double rate, List<Fault> faults) {
    List<Fault> choice = List.copyOf(faults);
    return call -> {
      long random = mix(seed + 0x9E3779B97F4A7C15L * (call.index() + 1));
      boolean hit = (random >>> 11) * 0x1.0p-53 < rate;
      return hit
          ? choice.get((int) Long.remainderUnsigned(mix(random), choice.size()))
          : Fault.NONE;
    };
  }

  /**
   * Follows this script, and another where this one lets a call pass.
   *
   * @param other the other script
   * @return both
   */
  default FaultScript and(FaultScript other) {
    return call -> {
      Fault fault = at(call);
      return fault == Fault.NONE ? other.at(call) : fault;
    };
  }

  /** SplitMix64's finisher: neighbouring numbers in, unrelated numbers out. */
  private static long mix(long number) {
    long mixed = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
