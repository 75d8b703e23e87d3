/* Soft-DTW from C: value and gradient for a batch of two pairs.
 *     cc soft_dtw.c -lsoftwarp -o soft_dtw */
#include <softwarp/c/softwarp.h>
#include <stdio.h>

int main(void) {
  const float x[2][3][1] = {{{0}, {1}, {2}}, {{1}, {1}, {0}}}; /* [count, steps, dims] */
  const float y[2][4][1] = {{{0}, {2}, {2}, {2}}, {{0}, {1}, {1}, {0}}};
  const softwarp_batch batch_x = {x, 2, 3, 1, NULL, SOFTWARP_FLOAT32};
  const softwarp_batch batch_y = {y, 2, 4, 1, NULL, SOFTWARP_FLOAT32};
  double value[2];
  float dx[2][3][1];

  softwarp_loss* loss = NULL;
  if (softwarp_loss_new("softdtw(gamma=0.1)", SOFTWARP_FLOAT32, &loss) != SOFTWARP_OK ||
      softwarp_loss_pairs(loss, &batch_x, &batch_y, value, dx, NULL) != SOFTWARP_OK) {
    fprintf(stderr, "%s\n", softwarp_message());
    return 1;
  }
  for (int b = 0; b < 2; ++b)
    printf("pair %d: %8.4f, gradient %8.4f %8.4f %8.4f\n", b + 1, value[b], dx[b][0][0], dx[b][1][0], dx[b][2][0]);
  softwarp_loss_free(loss);
  return 0;
}
