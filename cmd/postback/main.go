// Command postback renders, fires and checks pay-per-call tracking pixels offline.
package main

func main() {}
