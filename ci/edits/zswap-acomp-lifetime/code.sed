# Target: 6.12.y
s/^+\tif (acomp_ctx->req)$/+\tif (acomp_ctx->acomp \&\& acomp_ctx->req)/
