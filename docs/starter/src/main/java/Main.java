import java.util.function.Function;

import dev.adjoint.Autodiff;
import dev.adjoint.Tensor;

/** Fits a line by gradient descent. */
public class Main {

  record Line(Tensor slope, Tensor offset) {
  }

  public static void main(String[] args) {
    Tensor x = Tensor.of(1.0, 2, 3, 4);
    Tensor y = Tensor.of(3.0, 5, 7, 9);
    Function<Line, Tensor> loss = line -> x.mul(line.slope()).add(line.offset()).sub(y).square().mean();
    Function<Line, Line> gradient = Autodiff.compile(Autodiff.grad(loss));

    Line line = new Line(Tensor.of(0.0), Tensor.of(0.0));
    for (int step = 0; step < 1000; step++) {
      Line d = gradient.apply(line);
      line = new Line(line.slope().sub(d.slope().mul(0.1)), line.offset().sub(d.offset().mul(0.1)));
    }
    System.out.println(line);
  }
}
