package dev.adjoint.op;

/** What two numbers can be compared for. As in IEEE 754, every relation with a NaN is false, but NE, which is true. */
public enum Relation {
  /** a = b. */
  EQ("="),
  /** a ≠ b. */
  NE("≠"),
  /** a &lt; b. */
  LT("<"),
  /** a ≤ b. */
  LE("≤"),
  /** a &gt; b. */
  GT(">"),
  /** a ≥ b. */
  GE("≥");

  private final String symbol;

  Relation(String symbol) {
    this.symbol = symbol;
  }

  /** As it is written between two numbers. */
  @Override
  public String toString() {
    return symbol;
  }
}
