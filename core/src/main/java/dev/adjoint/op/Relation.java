package dev.adjoint.op;

/** What two numbers can be compared for. As in IEEE 754, every relation with a NaN is false, but NE, which is true. */
public enum Relation {
  EQ("="), NE("≠"), LT("<"), LE("≤"), GT(">"), GE("≥");

  private final String symbol;

  Relation(String symbol) {
    this.symbol = symbol;
  }

  @Override
  public String toString() {
    return symbol;
  }
}
