package dev.adjoint;

/**
 * A mutable place that holds a tensor, such as a parameter of a model. What a traced function reads from it is no constant of the
 * program but an input, read anew at every run, so that a program is never stale.
 */
public interface Cell {

  /** What is in it at this moment. */
  Tensor present();

  /** What a function is to read: {@link #present}, or what stands for it while a program is traced. */
  default Tensor read() {
    return Tracing.read(this);
  }
}
